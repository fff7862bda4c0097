// What the events of a circle change in the tables. Names are ids of words.

#include <array>

#include "store/projector.h"

namespace turnkeeper::store {

namespace {

void nothing(Statements&, const Happening&) {}

void circle_created(Statements& statements, const Happening& event) {
  statements.run("INSERT INTO circles (circle, name, agenda, created_at) VALUES (?, ?, ?, ?)",
                 text_of(event, "circle"), text_of(event, "name"), event.data.at("agenda").dump(),
                 event.at);
}

void agenda_changed(Statements& statements, const Happening& event) {
  expect_one(event, statements.run("UPDATE circles SET agenda = ? WHERE circle = ?",
                                   event.data.at("agenda").dump(), event.stream));
}

/// Also when a seat that waited for its member gets them: the place in the order stays.
void member_seated(Statements& statements, const Happening& event) {
  statements.run(
      "INSERT INTO members (circle, member, came, role, seated, name, pronouns, time_zone, "
      "agreement) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (circle, member) DO UPDATE SET "
      "role = excluded.role, seated = excluded.seated, name = excluded.name, "
      "pronouns = excluded.pronouns, time_zone = excluded.time_zone, "
      "agreement = excluded.agreement",
      event.stream, text_of(event, "member"), event.seq, text_of(event, "role"),
      event.data.at("seated").get<bool>(), text_of(event, "name"),
      optional_text_of(event, "pronouns"), optional_text_of(event, "time_zone"),
      optional_text_of(event, "agreement"));
}

void action_updated(Statements& statements, const Happening& event) {
  const auto action = text_of(event, "action");
  const auto status = optional_text_of(event, "status");
  const auto note = optional_text_of(event, "note");
  const auto due = optional_text_of(event, "due");
  expect_one(event,
             statements.run("UPDATE actions SET status = coalesce(?, status), note = coalesce(?, "
                            "note), due = coalesce(?, due) WHERE action = ? AND circle = ?",
                            status, note, due, action, event.stream));
  statements.run(
      "INSERT INTO action_reviews (action, stream, seq, at_ms, by_member, status, note, due) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      action, event.stream, event.seq, event.at, event.by, status, note, due);
}

constexpr std::array kHandlers{
    HandlerRow{"circle.created", circle_created},
    HandlerRow{"circle.agenda_changed", agenda_changed},
    HandlerRow{"circle.member_seated", member_seated},
    HandlerRow{"circle.link_issued", nothing},      // the credential itself stands beside the event
    HandlerRow{"circle.session_planned", nothing},  // the session's own stream begins with it
    HandlerRow{"circle.action_updated", action_updated},
};

}  // namespace

std::span<const HandlerRow> circle_handlers() { return kHandlers; }

}  // namespace turnkeeper::store
