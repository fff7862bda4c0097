#include "protocol/circle_codec.h"

#include <catch2/catch.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/agenda_codec.h"

using namespace turnkeeper::protocol;
namespace core = turnkeeper::timekeeper;

namespace {

core::CircleMemberSeated seated() {
  core::CircleMember member;
  member.id = core::MemberId{"m1"};
  member.role = core::Role::facilitator;
  member.seated = true;
  member.name = core::WordsId{"c1-w2"};
  member.pronouns = core::WordsId{"c1-w3"};
  member.time_zone = core::WordsId{"c1-w4"};
  member.agreement = "norms-1";
  return {member, "change-1"};
}

core::CircleMemberSeated waiting_seat() {
  core::CircleMember member;
  member.id = core::MemberId{"m2"};
  member.seated = true;
  member.name = core::WordsId{"c1-w5"};
  return {member, ""};
}

/// At least one of each kind, with all that may be absent and without it.
std::vector<core::CircleEventBody> samples() {
  const core::Date due{std::chrono::year{2026} / 3 / 8};
  return {
      core::CircleCreated{core::CircleId{"c1"}, core::WordsId{"c1-w1"}, shipped_agendas().front()},
      core::CircleAgendaChanged{shipped_agendas().back()},
      seated(),
      waiting_seat(),
      core::CircleLinkIssued{core::LinkKind::coordinator},
      core::CircleSessionPlanned{core::SessionId{"c1-s2"}, 2},
      core::CircleActionUpdated{core::ActionId{"a1"}, core::ActionStatus::carried_on,
                                core::WordsId{"c1-w6"}, due},
      core::CircleActionUpdated{core::ActionId{"a1"}, {}, {}, {}},
  };
}

std::string complaint(const char* name, const Json& data) {
  try {
    decode_circle_event(name, data);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("what a circle's journal keeps is what happened", "[circle_codec]") {
  std::set<std::string_view> seen;
  for (const core::CircleEventBody& body : samples()) {
    INFO(event_name(body));
    const Json kept = Json::parse(journal_data(body).dump());
    CHECK(decode_circle_event(event_name(body), kept) == body);
    seen.insert(event_name(body));
  }
  const auto all = all_circle_event_names();
  CHECK(seen == std::set<std::string_view>(all.begin(), all.end()));
}

TEST_CASE("a circle's journal keeps no null for what is absent", "[circle_codec]") {
  for (const core::CircleEventBody& body : samples()) {
    CHECK(journal_data(body).dump().find("null") == std::string::npos);
  }
}

TEST_CASE("every text of a circle's event is named", "[circle_codec]") {
  CHECK(words_of(core::CircleEventBody{seated()}) ==
        std::vector{core::WordsId{"c1-w2"}, core::WordsId{"c1-w3"}, core::WordsId{"c1-w4"}});
  CHECK(words_of(samples()[0]) == std::vector{core::WordsId{"c1-w1"}});
  CHECK(words_of(samples()[6]) == std::vector{core::WordsId{"c1-w6"}});
  CHECK(words_of(samples()[7]).empty());
}

TEST_CASE("an event that this version did not write is refused by its field", "[circle_codec]") {
  const Json good = journal_data(core::CircleEventBody{seated()});
  const auto without = [&](const char* field, const Json& value) {
    Json data = good;
    data[field] = value;
    return complaint("circle.member_seated", data);
  };
  CHECK(without("role", "owner") ==
        "The event circle.member_seated cannot be read: its field role is \"owner\", which this "
        "version does not know.");
  CHECK(without("seated", "yes").find("its field seated is") != std::string::npos);
  CHECK(without("name", 7).find("its field name is") != std::string::npos);
  CHECK(complaint("circle.member_seated", Json::array()).find("data") != std::string::npos);
  CHECK(complaint("circle.created", {{"circle", "c1"}, {"name", "c1-w1"}}).find("agenda") !=
        std::string::npos);
  CHECK(complaint("circle.action_updated", {{"action", "a1"}, {"due", "soon"}}).find("due") !=
        std::string::npos);
  CHECK(complaint("circle.renamed", Json::object()) ==
        "The event circle.renamed is none that a circle has.");
}
