// The state diagram of ARCHITECTURE.md is the one that sessions of random people walk through.

#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <string>

#include "tests/property/any_session.h"
#include "tests/property/transcript_names.h"

using namespace turnkeeper::testing;
using namespace turnkeeper::timekeeper;

namespace {

std::string state_of(const Session& session) {
  if (session.id.empty()) return "[*]";
  return name_of(session.phase);
}

std::string line(const std::string& from, const std::string& to, const EventBody& body) {
  std::string event = name_of(body);
  event[event.find('_')] = '.';
  return from + " --> " + to + ": " + event;
}

/// Each change of the phase, and of the clock, with the event that brought it.
std::set<std::string> walked() {
  std::set<std::string> lines;
  Tally tally;
  for (std::uint64_t circle = 0; circle < 3'000; ++circle) {
    AnySession any(circle, tally);
    for (std::uint64_t step = 0; step < 100; ++step) any.step(circle * 1'000 + step);
    Session session;
    for (const auto& event : any.events()) {
      const std::string before = state_of(session);
      const bool ran = running(session);
      const bool stood = session.pause.has_value();
      apply(session, event);
      if (state_of(session) != before) lines.insert(line(before, state_of(session), event.body));
      if (ran && session.pause) lines.insert(line("running", "paused", event.body));
      if (stood && running(session)) lines.insert(line("paused", "running", event.body));
    }
  }
  return lines;
}

std::set<std::string> drawn() {
  std::set<std::string> lines;
  std::ifstream document(std::string(TURNKEEPER_SOURCE_DIR) + "/server/ARCHITECTURE.md");
  REQUIRE(document);
  for (std::string text; std::getline(document, text);) {
    const auto begin = text.find_first_not_of(' ');
    if (text.find(" --> ") != std::string::npos) lines.insert(text.substr(begin));
  }
  return lines;
}

}  // namespace

TEST_CASE("the state diagram of the documents is that of the code", "[timekeeper][property]") {
  const auto in_code = walked();
  const auto in_document = drawn();
  for (const auto& each : in_code) {
    INFO("not drawn: " << each);
    CHECK(in_document.contains(each));
  }
  for (const auto& each : in_document) {
    INFO("never walked: " << each);
    CHECK(in_code.contains(each));
  }
}
