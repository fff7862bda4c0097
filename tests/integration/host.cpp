#include "integration/host.h"

#include <catch2/catch.hpp>

#include "protocol/agenda_codec.h"
#include "protocol/time_text.h"

namespace turnkeeper::test {

Json short_agenda() {
  Json agenda = protocol::encode_agenda(*protocol::shipped_agenda("quick-15"));
  agenda["name"] = "short";
  agenda["for_members"] = 3;
  agenda["check_in_s"] = 1;
  agenda["turn_s"] = 3;
  agenda["handover_s"] = 0;
  agenda["closing_s"] = 1;
  agenda["total_s"] = 3 * (1 + 3) + 1 + 6;
  agenda["shortest_s"] = 1;
  agenda["overtime_block_s"] = 1;
  agenda["move_delay_s"] = 0;
  return agenda;
}

Json slow_agenda() {
  Json agenda = short_agenda();
  agenda["check_in_s"] = 600;
  agenda["turn_s"] = 600;
  agenda["closing_s"] = 60;
  agenda["total_s"] = 3 * (600 + 600) + 60 + 300;
  return agenda;
}

Circle Host::circle(const Json& agenda) const {
  const Json created = client::start_circle(http(), {{"name", "Harbour"}, {"agenda", agenda}});
  return {created.at("circle"), created.at("session"), created.at("links")};
}

Seat Host::seat(const Circle& circle, const std::string& name, const std::string& link,
                Json more) const {
  more["name"] = name;
  const Json taken = client::take_seat(http(), circle.id, circle.token(link), more);
  return {taken.at("member"), taken.at("token")};
}

Json Host::journal(const Circle& circle) const {
  const std::string path =
      "/api/v1/circles/" + circle.id + "/sessions/" + circle.session + "/journal";
  return http().get(path, circle.token("coordinator")).json().at("events");
}

std::unique_ptr<RoomClient> Host::connect(const Circle& circle, const Seat& seat,
                                          RoomClient::Listener listener) {
  return connect_to(http().address(), circle, seat, std::move(listener));
}

std::unique_ptr<RoomClient> Host::connect_to(const client::Address& address, const Circle& circle,
                                             const Seat& seat, RoomClient::Listener listener) {
  RoomClient::Options options;
  options.address = address;
  options.session = circle.session;
  options.token = seat.token;
  options.first_backoff = 10ms;
  options.longest_backoff = 100ms;
  auto client = std::make_unique<RoomClient>(loop, options, std::move(listener));
  client->connect();
  return client;
}

std::unique_ptr<RoomClient> Host::join(const Circle& circle, const Seat& seat,
                                       RoomClient::Listener listener) {
  auto client = connect(circle, seat, std::move(listener));
  REQUIRE(until([&] { return client->joined() && !client->seat().empty(); }));
  return client;
}

std::unique_ptr<ScriptedMember> Host::person(const Circle& circle, const Seat& seat,
                                             const std::string& name,
                                             std::vector<client::Rule> rules) {
  ScriptedMember::Options options;
  options.name = name;
  options.address = http().address();
  options.token = seat.token;
  options.first_backoff = 10ms;
  auto person = std::make_unique<ScriptedMember>(loop, options, std::move(rules));
  person->enter(circle.session);
  REQUIRE(until([&] { return person->room().joined(); }));
  return person;
}

client::Answer Host::change(RoomClient& who, const std::string& method, Json params) {
  std::optional<client::Answer> answer;
  who.change(method, std::move(params), [&](const client::Answer& came) { answer = came; });
  INFO(method);
  REQUIRE(until([&] { return answer.has_value(); }));
  return *answer;
}

client::Answer Host::move(RoomClient& who, const std::string& method, Json params) {
  params["expect"] = {{"stage", view(who).stage()}};
  return change(who, method, std::move(params));
}

client::RoomView view(const RoomClient& who) { return {who.state(), who.member()}; }

client::Instant instant(const Json& text) {
  return protocol::parse_instant(text.get<std::string>()).value();
}

}  // namespace turnkeeper::test
