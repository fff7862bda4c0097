#include "tests/faults/busy_circle.h"

#include <algorithm>

#include "client/circle_calls.h"
#include "client/room_view.h"
#include "protocol/agenda_codec.h"
#include "tests/faults/clock_check.h"
#include "tests/faults/wishes.h"

namespace turnkeeper::faults {
namespace {

using client::Loop;
using client::RoomClient;
using Millis = std::chrono::milliseconds;

constexpr int kMembers = 3;
/// The server takes 20 changes a second of each.
constexpr Millis kShortestRest{50};
constexpr Millis kLongestRest{120};
constexpr std::size_t kMostUnanswered = 8;

Json agenda(bool hurried) {
  Json agenda = protocol::encode_agenda(*protocol::shipped_agenda("quick-15"));
  const int stage = hurried ? 2 : 600;
  agenda["name"] = hurried ? "hurried" : "slow";
  agenda["for_members"] = kMembers;
  agenda["check_in_s"] = stage;
  agenda["turn_s"] = 3 * stage;
  agenda["handover_s"] = 0;
  agenda["closing_s"] = stage;
  agenda["total_s"] = kMembers * (stage + 3 * stage) + stage + 1800;
  agenda["shortest_s"] = 1;
  agenda["move_delay_s"] = 0;
  agenda["growth_percent"] = 400;
  return agenda;
}

}  // namespace

struct BusyCircle::Member {
  std::unique_ptr<RoomClient> room;
  Loop::Ticket rest = 0;
};

BusyCircle::BusyCircle(Loop& loop, const client::HttpClient& http,
                       const std::filesystem::path& folder, int number, std::uint32_t seed)
    : loop_(loop),
      chance_(seed),
      record_(folder / ("told-" + std::to_string(number) + ".jsonl")),
      prefix_("c" + std::to_string(number) + "-") {
  const Json created =
      client::start_circle(http, {{"name", "Harbour"}, {"agenda", agenda(number % 2 == 1)}});
  circle_ = created.at("circle");
  session_ = created.at("session");
  coordinator_ = created.at("links").at("coordinator").at("token");
  for (int i = 0; i < kMembers; ++i) take_place(http, created, i, i == 0);
}

BusyCircle::~BusyCircle() {
  for (const auto& member : members_) loop_.cancel(member->rest);
}

void BusyCircle::take_place(const client::HttpClient& http, const Json& created, int number,
                            bool leads) {
  Json place{{"name", "Member " + std::to_string(number)}};
  if (leads) place.update({{"as", "facilitator"}, {"seat", true}});
  const Json& link = created.at("links").at(leads ? "facilitator" : "invite");
  const Json taken = client::take_seat(http, circle_, link.at("token"), place);
  RoomClient::Options options;
  options.address = http.address();
  options.session = session_;
  options.token = taken.at("token");
  options.first_backoff = Millis{10};
  options.longest_backoff = Millis{50};
  options.seed = static_cast<std::uint32_t>(number);
  RoomClient::Listener listener;
  listener.on_event = [this](const Json& event) { record_.seen(event); };
  members_.push_back(std::make_unique<Member>());
  Member& member = *members_.back();
  member.room = std::make_unique<RoomClient>(loop_, options, std::move(listener));
  member.room->connect();
  soon(member);
}

void BusyCircle::soon(Member& member) {
  std::uniform_int_distribution<Millis::rep> rest(kShortestRest.count(), kLongestRest.count());
  member.rest = loop_.after(Millis{rest(chance_)}, [this, &member] {
    act(member);
    soon(member);
  });
}

void BusyCircle::act(Member& member) {
  const RoomClient& room = *member.room;
  if (!busy_ || !room.joined() || room.unanswered() >= kMostUnanswered) return;
  const std::string change = prefix_ + std::to_string(++last_change_);
  auto wish = any_wish(room, "words of " + change, chance_);
  if (wish) send(member, change, wish->method, std::move(wish->params));
}

void BusyCircle::send(Member& member, const std::string& change, const std::string& method,
                      Json params) {
  const auto answered = [this, &member, change, method, params](const client::Answer& answer) {
    if (answer.ok()) {
      record_.acknowledged(change, {member.room->member(), method, params, answer.result});
    } else if (answer.refusal->reason != "rate_limited" && record_.changes().contains(change)) {
      throw Broken("The change " + change + " had been acknowledged, and was refused (" +
                   answer.refusal->reason + ") when it was sent again.");
    }
  };
  member.room->change_as(change, method, params, answered);
}

void BusyCircle::repeat(int many) {
  const auto& changes = record_.changes();
  for (int i = 0; i < many && !changes.empty(); ++i) {
    std::uniform_int_distribution<std::size_t> any(0, changes.size() - 1);
    const auto& [id, change] =
        *std::next(changes.begin(), static_cast<std::ptrdiff_t>(any(chance_)));
    for (const auto& member : members_) {
      if (member->room->member() == change.member) send(*member, id, change.method, change.params);
    }
  }
}

void BusyCircle::say_something() {
  const std::string change = prefix_ + std::to_string(++last_change_);
  send(*members_.front(), change, "checkin.say", {{"text", "words of " + change}});
}

bool BusyCircle::anybody_joined() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const auto& member) { return member->room->joined(); });
}

bool BusyCircle::settled() const {
  return std::all_of(members_.begin(), members_.end(), [&](const auto& member) {
    return member->room->joined() && member->room->unanswered() == 0 &&
           member->room->seq() == members_.front()->room->seq();
  });
}

std::string BusyCircle::in_words() const {
  std::string words = "circle " + circle_ + ":";
  for (const auto& member : members_) {
    words += " " + member->room->member() + (member->room->joined() ? " is here" : " is away") +
             " at seq " + std::to_string(member->room->seq()) + " with " +
             std::to_string(member->room->unanswered()) + " unanswered;";
  }
  return words;
}

Standstill BusyCircle::standstill(client::Instant died) const {
  const auto latest = std::max_element(
      members_.begin(), members_.end(),
      [](const auto& one, const auto& other) { return one->room->seq() < other->room->seq(); });
  const RoomClient& room = *(*latest)->room;
  const client::RoomView view{room.state(), room.member()};
  return {room.seq(), view.running() ? view.deadline() : std::nullopt, died};
}

bool BusyCircle::check(const client::HttpClient& http,
                       const std::optional<Standstill>& before) const {
  check_states();
  const Json journal =
      http.get("/api/v1/circles/" + circle_ + "/sessions/" + session_ + "/journal", coordinator_)
          .json()
          .at("events");
  record_.compare(journal);
  check_actions(http);
  return before && check_clock(journal, *before);
}

void BusyCircle::check_states() const {
  const RoomClient& first = *members_.front()->room;
  for (const auto& member : members_) {
    const RoomClient& room = *member->room;
    if (room.seq() == first.seq() && room.state() != first.state()) {
      throw Broken("At seq " + std::to_string(room.seq()) + " two members see different rooms: " +
                   Json::diff(first.state(), room.state()).dump() + ".");
    }
  }
}

/// The words of each action that was acknowledged stand on the circle's page, once.
void BusyCircle::check_actions(const client::HttpClient& http) const {
  std::map<std::string, int> listed;
  for (const Json& action : client::actions_of(http, circle_, coordinator_)) {
    ++listed[action.at("what")];
  }
  for (const auto& [id, change] : record_.changes()) {
    if (change.method != "action.add") continue;
    const int count = listed[change.params.at("what")];
    if (count != 1) {
      throw Broken("The action \"" + change.params.at("what").get<std::string>() +
                   "\" was acknowledged, and is listed " + std::to_string(count) + " times.");
    }
  }
}

}  // namespace turnkeeper::faults
