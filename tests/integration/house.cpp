#include "integration/house.h"

#include <catch2/catch.hpp>
#include <thread>

#include "protocol/agenda_codec.h"

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

House::House() { open(); }
House::~House() = default;

void House::open() {
  app::Options options;
  options.listen = "127.0.0.1:" + std::to_string(port_);
  options.data = data_.path();
  app_ = std::make_unique<app::AppThread>(options, [](net::LogLevel, std::string_view) {});
  port_ = app_->port();
}

void House::close() {
  // Elsewhere, because those who are connected answer the goodbye from this thread.
  bool down = false;
  std::thread drain([&] {
    app_->drain();
    loop.post([&down] { down = true; });
  });
  const bool in_time = until([&] { return down; });
  drain.join();
  CHECK(in_time);
  app_.reset();
}

void House::kill() { app_.reset(); }

client::HttpClient House::http() const {
  return client::HttpClient({"127.0.0.1", port_}, kPatience);
}

Circle House::circle(const Json& agenda) const {
  const Json created = client::start_circle(http(), {{"name", "Harbour"}, {"agenda", agenda}});
  return {created.at("circle"), created.at("session"), created.at("links")};
}

Seat House::seat(const Circle& circle, const std::string& name, const std::string& link,
                 Json more) const {
  more["name"] = name;
  const Json taken = client::take_seat(http(), circle.id, circle.token(link), more);
  return {taken.at("member"), taken.at("token")};
}

std::unique_ptr<RoomClient> House::connect(const Circle& circle, const Seat& seat,
                                           RoomClient::Listener listener) {
  RoomClient::Options options;
  options.address = http().address();
  options.session = circle.session;
  options.token = seat.token;
  options.first_backoff = 10ms;
  options.longest_backoff = 100ms;
  auto client = std::make_unique<RoomClient>(loop, options, std::move(listener));
  client->connect();
  return client;
}

std::unique_ptr<RoomClient> House::join(const Circle& circle, const Seat& seat,
                                        RoomClient::Listener listener) {
  auto client = connect(circle, seat, std::move(listener));
  REQUIRE(until([&] { return client->joined() && !client->seat().empty(); }));
  return client;
}

std::unique_ptr<ScriptedMember> House::person(const Circle& circle, const Seat& seat,
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

client::Answer House::change(RoomClient& who, const std::string& method, Json params) {
  std::optional<client::Answer> answer;
  who.change(method, std::move(params), [&](const client::Answer& came) { answer = came; });
  INFO(method);
  REQUIRE(until([&] { return answer.has_value(); }));
  return *answer;
}

client::Answer House::move(RoomClient& who, const std::string& method, Json params) {
  params["expect"] = {{"stage", view(who).stage()}};
  return change(who, method, std::move(params));
}

client::RoomView view(const RoomClient& who) { return {who.state(), who.member()}; }

}  // namespace turnkeeper::test
