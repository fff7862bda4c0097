#include "tests/soak/hurried_circle.h"

#include <algorithm>

#include "client/circle_calls.h"
#include "client/rules.h"
#include "protocol/agenda_codec.h"

namespace turnkeeper::soak {

namespace {

using client::Json;
using namespace std::chrono_literals;
namespace rules = client::rules;

Json agenda() {
  Json agenda = protocol::encode_agenda(*protocol::shipped_agenda("quick-15"));
  agenda["name"] = "hurried";
  agenda["for_members"] = HurriedCircle::kMembers;
  agenda["check_in_s"] = 1;
  agenda["turn_s"] = 5;
  agenda["handover_s"] = 1;
  agenda["closing_s"] = 3;
  agenda["total_s"] = HurriedCircle::kMembers * (1 + 5 + 1) + 3 + 6;
  agenda["shortest_s"] = 1;
  agenda["overtime_block_s"] = 1;
  agenda["move_delay_s"] = 1;
  agenda["reopen_s"] = 0;
  return agenda;
}

std::vector<client::Rule> rules_of(std::size_t member) {
  const auto questions = [](const client::RoomView&) {
    return std::vector<std::string>{"What have you tried?", "What is the first step?"};
  };
  std::vector<client::Rule> all{rules::says("rested", {100ms, 500ms}),
                                rules::states("stuck", "moving", {100ms, 500ms}),
                                rules::moves_on_when_stated({200ms, 500ms}),
                                rules::calls_next({200ms, 600ms}),
                                rules::asks(questions, 2, 0.7, {100ms, 1s}),
                                rules::raises_hand(0.3, {100ms, 1s}),
                                rules::commits({"call", "called"}, {100ms, 600ms}),
                                rules::reflects("enough", {100ms, 1s})};
  if (member == 0) all.push_back(rules::starts(HurriedCircle::kMembers, {100ms, 300ms}));
  if (member == 1) all.push_back(rules::drops("exploration", 2s, {100ms, 300ms}));
  return all;
}

}  // namespace

HurriedCircle::HurriedCircle(client::Loop& loop, const client::HttpClient& http,
                             std::uint32_t seed) {
  const Json created = client::start_circle(http, {{"name", "Harbour"}, {"agenda", agenda()}});
  const std::string circle = created.at("circle");
  const std::string invite = created.at("links").at("invite").at("token");
  for (std::size_t i = 0; i < kMembers; ++i) {
    client::ScriptedMember::Options options;
    options.name = "Member " + std::to_string(i);
    options.address = http.address();
    options.token = client::take_seat(http, circle, invite, {{"name", options.name}}).at("token");
    options.seed = seed + static_cast<std::uint32_t>(i);
    members_.push_back(std::make_unique<client::ScriptedMember>(loop, options, rules_of(i)));
    members_.back()->enter(created.at("session"));
  }
}

bool HurriedCircle::ended() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const auto& member) { return member->view().phase() == "ended"; });
}

client::RoomClient* HurriedCircle::anybody() {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [](const auto& member) { return member->room().joined(); });
  return found == members_.end() ? nullptr : &(*found)->room();
}

}  // namespace turnkeeper::soak
