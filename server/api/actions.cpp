// Actions: the circle's list of them, and what became of one.

#include <utility>

#include "api/action_list.h"
#include "api/answering.h"
#include "api/body.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "api/planning.h"
#include "api/refusal.h"

namespace turnkeeper::api {
namespace {

void list(Desk& desk, const Call& call, ListForm form, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.access.require(
      call.request, circle,
      Standing::member | Standing::observer | Standing::facilitator | Standing::coordinator);
  const auto row = desk.house.queries.circle(circle);
  if (!row) throw refused("not_found");
  const auto actions = desk.house.queries.actions(circle, read_filter(call.request));
  net::HttpResponse answer = list_answer(form, row->name, actions);
  answer.headers.emplace_back("Vary", "Accept");
  reply(std::move(answer));
}

void list_as_accepted(Desk& desk, const Call& call, const net::HttpReply& reply) {
  list(desk, call, accepted_form(call.request.accept), reply);
}

void list_csv(Desk& desk, const Call& call, const net::HttpReply& reply) {
  list(desk, call, ListForm::csv, reply);
}

void list_markdown(Desk& desk, const Call& call, const net::HttpReply& reply) {
  list(desk, call, ListForm::markdown, reply);
}

core::UpdateAction read_update(const net::HttpRequest& request, core::ActionId action) {
  const protocol::Json body = read_body(request);
  protocol::Fields fields{body};
  core::UpdateAction update;
  update.action = std::move(action);
  if (fields.has("status")) update.status = fields.choice<core::ActionStatus>("status");
  update.note = fields.optional_text("note");
  update.due = fields.optional_date("due");
  finish(fields);
  return update;
}

/// The action as it is now. REQUIRES: it exists.
net::HttpResponse as_listed(Desk& desk, const core::ActionId& action) {
  const auto row = desk.house.queries.action(action);
  if (!row) throw std::runtime_error("an action that was just changed is not there");
  return json_answer(200, encode_action(*row));
}

/// Between sessions the circle itself keeps what became of an action.
void update_in_circle(Desk& desk, const Visitor& visitor, const core::UpdateAction& update,
                      const net::HttpReply& reply) {
  desk.circles.write(
      visitor.circle,
      [&desk, update, by = visitor.member, reply](CircleDraft& draft) {
        draft.decide(update, by);
        return [&desk, action = update.action, reply] { reply(as_listed(desk, action)); };
      },
      reply);
}

/// While a session looks at it, its room does, so that everyone there sees it.
void review_in_room(Desk& desk, rooms::Room& room, const core::MemberId& by,
                    const core::UpdateAction& update, const net::HttpReply& reply) {
  core::ReviewAction review;
  review.action = update.action;
  review.status = update.status.value_or(desk.house.queries.action(update.action)->status);
  review.note = update.note;
  review.due = update.due;
  room.handle({by, std::move(review)}, "",
              [&desk, action = update.action, reply](const rooms::Answer& answer) {
                answering(desk.house.log, reply, [&] {
                  if (const auto* rejection = std::get_if<core::Rejection>(&answer)) {
                    throw refused(protocol::error_of(*rejection));
                  }
                  if (const auto* failure = std::get_if<rooms::Failure>(&answer)) {
                    throw refused(*failure);
                  }
                  reply(as_listed(desk, action));
                });
              });
}

/// The open room that has this action in hand: the one that makes it, or reviews it.
rooms::Room* room_with(Desk& desk, const store::ActionRow& action) {
  const auto session = open_session(desk, action.circle);
  rooms::Room* const room = room_of(desk, session);
  if (room == nullptr) return nullptr;
  const bool over = room->session().phase == core::Phase::ended;
  const bool made_here = session->id == action.session && !over;
  const bool has_it = made_here || room->session().review.contains(action.id);
  return has_it ? room : nullptr;
}

void update(Desk& desk, const Call& call, const net::HttpReply& reply) {
  // An action has an owner with a seat, so an observer never has one.
  const Visitor visitor =
      desk.access.require(call.request, Standing::member | Standing::facilitator);
  const auto action = desk.house.queries.action(core::ActionId{call.part("action")});
  if (!action || action->circle != visitor.circle) throw refused("not_found");
  if (visitor.standing != Standing::facilitator && visitor.member != action->owner) {
    throw refused("not_allowed", "Only its owner and a facilitator change an action.");
  }
  const core::UpdateAction wanted = read_update(call.request, action->id);
  if (!wanted.status && !wanted.note && !wanted.due) {
    return reply(json_answer(200, encode_action(*action)));
  }

  rooms::Room* room = room_with(desk, *action);
  if (room == nullptr) return update_in_circle(desk, visitor, wanted, reply);
  if (!room->session().review.contains(action->id)) {
    throw refused("wrong_phase",
                  "This action belongs to the session that is live. Change it in the room.");
  }
  if (visitor.member) return review_in_room(desk, *room, *visitor.member, wanted, reply);
  throw refused("wrong_phase",
                "The next session has this action in its review. Take a place in the circle, and "
                "change it by your own link.");
}

}  // namespace

void add_action_calls(Router& router, Desk& desk) {
  add_call(router, desk, "GET", "/api/v1/circles/{circle}/actions", list_as_accepted);
  add_call(router, desk, "GET", "/api/v1/circles/{circle}/actions.csv", list_csv);
  add_call(router, desk, "GET", "/api/v1/circles/{circle}/actions.md", list_markdown);
  add_call(router, desk, "PATCH", "/api/v1/actions/{action}", update);
}

}  // namespace turnkeeper::api
