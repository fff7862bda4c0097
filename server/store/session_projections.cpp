// What the events of a session change in the tables. Words are ids.

#include <array>

#include "store/projector.h"

namespace turnkeeper::store {

namespace {

void nothing(Statements&, const Happening&) {}

void session_planned(Statements& statements, const Happening& event) {
  statements.run(
      "INSERT INTO sessions (session, circle, number, phase, planned_at) VALUES (?, ?, ?, 'lobby', "
      "?)",
      event.stream, event.circle, number_of(event, "number"), event.at);
}

void session_started(Statements& statements, const Happening& event) {
  expect_one(event, statements.run(
                        "UPDATE sessions SET phase = 'check_in', started_at = ? WHERE session = ?",
                        event.at, event.stream));
}

void session_ended(Statements& statements, const Happening& event) {
  expect_one(event,
             statements.run("UPDATE sessions SET phase = 'ended', ended_at = ?, end_cause = ?, "
                            "reopen_until = ? WHERE session = ?",
                            event.at, text_of(event, "cause"),
                            optional_instant_of(event, "reopen_until"), event.stream));
}

void session_settled(Statements& statements, const Happening& event) {
  expect_one(event, statements.run("UPDATE sessions SET reopen_until = NULL WHERE session = ?",
                                   event.stream));
}

/// A stage has the name of the phase that it belongs to.
void stage_started(Statements& statements, const Happening& event) {
  const auto kind = text_of(event, "kind");
  expect_one(event,
             statements.run("UPDATE sessions SET phase = ? WHERE session = ?", kind, event.stream));
  statements.run(
      "INSERT INTO stages (session, stage, kind, holder, length_ms) VALUES (?, ?, ?, ?, ?)",
      event.stream, text_of(event, "stage"), kind, optional_text_of(event, "holder"),
      number_of(event, "length_ms"));
}

void stage_ended(Statements& statements, const Happening& event) {
  expect_one(event,
             statements.run("UPDATE stages SET used_ms = ? WHERE session = ? AND stage = ?",
                            number_of(event, "used_ms"), event.stream, text_of(event, "stage")));
}

void undo_stage(Statements& statements, const Happening& event, const std::string& stage) {
  expect_one(event, statements.run("DELETE FROM stages WHERE session = ? AND stage = ?",
                                   event.stream, stage));
}

void withdraw_passed(Statements& statements, const Happening& event,
                     const std::optional<std::string>& member) {
  statements.run("DELETE FROM waivers WHERE session = ? AND member = ? AND cause = 'passed'",
                 event.stream, member);
}

/// The stage that the move ended goes on under a new id; what came after it has not happened.
void move_taken_back(Statements& statements, const Happening& event) {
  for (const auto& stage : event.data.at("undone")) {
    undo_stage(statements, event, stage.get<std::string>());
  }
  stage_started(statements, event);
  withdraw_passed(statements, event, optional_text_of(event, "holder"));
}

/// Whoever has a turn after all has not passed it.
void rotation_included(Statements& statements, const Happening& event) {
  withdraw_passed(statements, event, text_of(event, "member"));
}

/// The last stage goes on under a new id; without one the lobby is open again.
void session_reopened(Statements& statements, const Happening& event) {
  expect_one(event, statements.run("UPDATE sessions SET phase = 'lobby', ended_at = NULL, "
                                   "end_cause = NULL, reopen_until = NULL WHERE session = ?",
                                   event.stream));
  if (!event.data.contains("stage")) return;
  undo_stage(statements, event, text_of(event, "undone"));
  stage_started(statements, event);
}

void coach_named(Statements& statements, const Happening& event) {
  const auto turn = text_of(event, "turn");
  statements.run("DELETE FROM coaches WHERE session = ? AND turn = ?", event.stream, turn);
  if (const auto coach = optional_text_of(event, "coach")) {
    statements.run("INSERT INTO coaches (session, turn, coach) VALUES (?, ?, ?)", event.stream,
                   turn, *coach);
  }
}

/// An action takes back the waiver of the turn in which it is made.
void action_added(Statements& statements, const Happening& event) {
  const auto turn = text_of(event, "turn");
  statements.run(
      "INSERT INTO actions (action, circle, session, made, owner, turn, what, measure, due, "
      "supporter, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
      text_of(event, "action"), event.circle, event.stream, event.seq, text_of(event, "owner"),
      turn, text_of(event, "what"), text_of(event, "measure"), text_of(event, "due"),
      optional_text_of(event, "supporter"));
  statements.run("DELETE FROM waivers WHERE session = ? AND member = ?", event.stream, turn);
}

void action_edited(Statements& statements, const Happening& event) {
  expect_one(
      event,
      statements.run(
          "UPDATE actions SET what = coalesce(?, what), measure = coalesce(?, measure), due = "
          "coalesce(?, due), supporter = coalesce(?, supporter) WHERE action = ? AND session = ?",
          optional_text_of(event, "what"), optional_text_of(event, "measure"),
          optional_text_of(event, "due"), optional_text_of(event, "supporter"),
          text_of(event, "action"), event.stream));
}

void action_removed(Statements& statements, const Happening& event) {
  expect_one(event, statements.run("DELETE FROM actions WHERE action = ? AND session = ?",
                                   text_of(event, "action"), event.stream));
}

/// Of an action that an earlier session of the circle made.
void action_reviewed(Statements& statements, const Happening& event) {
  const auto action = text_of(event, "action");
  const auto status = text_of(event, "status");
  const auto note = optional_text_of(event, "note");
  const auto due = optional_text_of(event, "due");
  expect_one(event, statements.run("UPDATE actions SET status = ?, note = coalesce(?, note), due = "
                                   "coalesce(?, due) WHERE action = ? AND circle = ?",
                                   status, note, due, action, event.circle));
  statements.run(
      "INSERT INTO action_reviews (action, stream, seq, at_ms, by_member, status, note, due) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      action, event.stream, event.seq, event.at, event.by, status, note, due);
}

void action_waived(Statements& statements, const Happening& event) {
  statements.run(
      "INSERT OR REPLACE INTO waivers (session, member, cause, reason) VALUES (?, ?, ?, ?)",
      event.stream, text_of(event, "member"), text_of(event, "cause"),
      optional_text_of(event, "reason"));
}

void reflection_written(Statements& statements, const Happening& event) {
  statements.run("INSERT OR REPLACE INTO reflections (session, member, text) VALUES (?, ?, ?)",
                 event.stream, text_of(event, "member"), text_of(event, "text"));
}

constexpr std::array kHandlers{
    HandlerRow{"session.planned", session_planned},
    HandlerRow{"member.seated", nothing},  // the circle's stream has seated them
    HandlerRow{"member.arrived", nothing},
    HandlerRow{"member.away", nothing},
    HandlerRow{"seat.held", nothing},
    HandlerRow{"seat.released", nothing},
    HandlerRow{"rotation.reordered", nothing},
    HandlerRow{"agenda.changed", nothing},
    HandlerRow{"session.started", session_started},
    HandlerRow{"session.end_pushed", nothing},
    HandlerRow{"session.start_set", nothing},
    HandlerRow{"session.hard_end_set", nothing},
    HandlerRow{"time.charged", nothing},
    HandlerRow{"time.returned", nothing},
    HandlerRow{"stage.started", stage_started},
    HandlerRow{"stage.ended", stage_ended},
    HandlerRow{"stage.overtime", nothing},
    HandlerRow{"turn.ended", nothing},
    HandlerRow{"turn.deferred", nothing},
    HandlerRow{"turn.absent", nothing},
    HandlerRow{"turn.passed", nothing},
    HandlerRow{"turn.carried_over", nothing},
    HandlerRow{"rotation.included", rotation_included},
    HandlerRow{"move.proposed", nothing},
    HandlerRow{"move.cancelled", nothing},
    HandlerRow{"session.paused", nothing},
    HandlerRow{"session.resumed", nothing},
    HandlerRow{"time.extended", nothing},
    HandlerRow{"time.given_back", nothing},
    HandlerRow{"time.given", nothing},
    HandlerRow{"move.taken_back", move_taken_back},
    HandlerRow{"vote.called", nothing},
    HandlerRow{"vote.cast", nothing},
    HandlerRow{"vote.closed", nothing},
    HandlerRow{"facilitator.named", nothing},
    HandlerRow{"deputy.stepped_in", nothing},
    HandlerRow{"deputy.stepped_back", nothing},
    HandlerRow{"coach.named", coach_named},
    HandlerRow{"hand.raised", nothing},
    HandlerRow{"question.asked", nothing},
    HandlerRow{"entry.withdrawn", nothing},
    HandlerRow{"entry.called", nothing},
    HandlerRow{"challenge.stated", nothing},
    HandlerRow{"checkin.said", nothing},
    HandlerRow{"action.added", action_added},
    HandlerRow{"action.edited", action_edited},
    HandlerRow{"action.removed", action_removed},
    HandlerRow{"action.waived", action_waived},
    HandlerRow{"action.reviewed", action_reviewed},
    HandlerRow{"reflection.written", reflection_written},
    HandlerRow{"session.ended", session_ended},
    HandlerRow{"session.reopened", session_reopened},
    HandlerRow{"session.settled", session_settled},
};

}  // namespace

std::span<const HandlerRow> session_handlers() { return kHandlers; }

}  // namespace turnkeeper::store
