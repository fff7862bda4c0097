#include <catch2/catch.hpp>
#include <set>

#include "app/demo_agenda.h"
#include "app/demo_circle.h"
#include "app/demo_members.h"
#include "protocol/agenda_codec.h"
#include "protocol/limits.h"
#include "protocol/text_rules.h"

using namespace turnkeeper;
using namespace std::chrono_literals;

TEST_CASE("the demo's agenda can be used at every speed, also when newcomers fill the circle",
          "[app]") {
  const auto* quick = protocol::shipped_agenda("quick-15");
  REQUIRE(quick != nullptr);
  const double speed = GENERATE(0.1, 0.5, 1.0, 3.0, 7.7, 20.0, 60.0);
  CAPTURE(speed);
  const auto agenda = app::demo_agenda(*quick, 6, speed);
  CHECK_FALSE(timekeeper::fault_of(agenda).has_value());
  // What goes over the wire is read as the same.
  const auto read = protocol::decode_agenda(protocol::encode_agenda(agenda));
  REQUIRE(std::holds_alternative<timekeeper::Agenda>(read));
  CHECK(std::get<timekeeper::Agenda>(read) == agenda);
  for (const std::size_t people : {6U, 7U, 8U}) {
    CHECK(timekeeper::deal(agenda, people).turns.back() >= agenda.shortest);
  }
}

TEST_CASE("at speed 1 the demo is the quick round for six", "[app]") {
  const auto* quick = protocol::shipped_agenda("quick-15");
  const auto agenda = app::demo_agenda(*quick, 6, 1.0);
  CHECK(agenda.check_in == quick->check_in);
  CHECK(agenda.closing == quick->closing);
  CHECK(agenda.total <= quick->total);
  CHECK(agenda.total > quick->total - 6s);
}

TEST_CASE("what the people of the demo say is fit to be said", "[app]") {
  namespace limits = protocol::limits;
  const auto fit = [](std::string_view text, std::size_t most, bool lines) {
    INFO(text);
    CHECK_FALSE(protocol::fault_of_text(text, most, lines).has_value());
  };
  std::set<std::string_view> names;
  for (const app::Persona& persona : app::harbour_circle()) {
    names.insert(persona.name);
    fit(persona.name, limits::kNameCharacters, false);
    fit(persona.pronouns, limits::kPronounsCharacters, false);
    for (const app::Topic& topic : persona.topics) {
      for (const auto text : {topic.arrives, topic.challenge, topic.outcome, topic.action,
                              topic.measure, topic.learned, topic.takeaway}) {
        fit(text, limits::kTextCharacters, true);
      }
      for (const auto question : topic.questions) {
        fit(question, limits::kTextCharacters, true);
        // Others ask; they do not advise.
        CHECK(question.back() == '?');
      }
      CHECK(topic.due_in_days > 0);
    }
  }
  CHECK(names.size() == 6);
}

TEST_CASE("one of the circle starts it, and only one", "[app]") {
  const app::Persona& persona = app::harbour_circle().front();
  const auto starts = [](const std::vector<client::Rule>& rules) {
    return std::count_if(rules.begin(), rules.end(),
                         [](const client::Rule& rule) { return rule.name == "starts"; });
  };
  CHECK(starts(app::rules_of(persona, 1, true, 15s)) == 1);
  CHECK(starts(app::rules_of(persona, 1, false, 15s)) == 0);
}
