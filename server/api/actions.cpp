// Actions: the circle's list of them, and what became of one.

#include <utility>

#include "api/action_list.h"
#include "api/body.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "api/planning.h"
#include "api/refusal.h"

namespace turnkeeper::api {
namespace {

net::HttpResponse list(const Reading& reading, const Call& call, ListForm form) {
  const core::CircleId circle{call.part("circle")};
  require(reading, call.request, circle,
          Standing::member | Standing::observer | Standing::facilitator | Standing::coordinator);
  const auto row = reading.queries.circle(circle);
  if (!row) throw refused("not_found");
  const auto actions = reading.queries.actions(circle, read_filter(call.request));
  net::HttpResponse answer = list_answer(form, row->name, actions);
  answer.headers.emplace_back("Vary", "Accept");
  return answer;
}

net::HttpResponse list_as_accepted(const Reading& reading, const Call& call) {
  return list(reading, call, accepted_form(call.request.accept));
}

net::HttpResponse list_csv(const Reading& reading, const Call& call) {
  return list(reading, call, ListForm::csv);
}

net::HttpResponse list_markdown(const Reading& reading, const Call& call) {
  return list(reading, call, ListForm::markdown);
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

/// Answers with the action as it is now. REQUIRES: it exists.
void answer_as_listed(Desk& desk, const core::ActionId& action, const net::HttpReply& reply) {
  const auto read = [action](const Reading& reading) {
    const auto row = reading.queries.action(action);
    if (!row) throw std::runtime_error("an action that was just changed is not there");
    return json_answer(200, encode_action(*row));
  };
  look_up(desk, reply, read, reply);
}

/// While a session looks at it, its room does, so that everyone there sees it.
void review_in_room(Desk& desk, rooms::Room& room, const core::MemberId& by,
                    const core::ReviewAction& review, const net::HttpReply& reply) {
  room.handle({by, review}, "",
              [&desk, action = review.action, reply](const rooms::Answer& answer) {
                answering(desk.house.log, reply, [&] {
                  if (const auto* rejection = std::get_if<core::Rejection>(&answer)) {
                    throw refused(protocol::error_of(*rejection));
                  }
                  if (const auto* failure = std::get_if<rooms::Failure>(&answer)) {
                    throw refused(*failure);
                  }
                  answer_as_listed(desk, action, reply);
                });
              });
}

/// Whether this open room has the action in hand: makes it, or reviews it.
bool is_in_hand(const rooms::Room& room, const store::ActionRow& action) {
  const bool over = room.session().phase == core::Phase::ended;
  const bool made_here = room.session().id == action.session && !over;
  return made_here || room.session().review.contains(action.id);
}

/// Who wants to change an action, and what is there.
struct Found {
  Visitor visitor;
  store::ActionRow action;
  std::optional<store::SessionRow> session;  ///< of the circle, whose room may have it in hand
};

Found find_action(const Reading& reading, const Call& call) {
  // An action has an owner with a seat, so an observer never has one.
  Visitor visitor = require(reading, call.request, Standing::member | Standing::facilitator);
  auto action = reading.queries.action(core::ActionId{call.part("action")});
  if (!action || action->circle != visitor.circle) throw refused("not_found");
  if (visitor.standing != Standing::facilitator && visitor.member != action->owner) {
    throw refused("not_allowed", "Only its owner and a facilitator change an action.");
  }
  auto session = open_session(reading.queries, action->circle);
  return {std::move(visitor), *std::move(action), std::move(session)};
}

/// Between sessions the circle itself keeps what became of an action.
void update_in_circle(Desk& desk, const Call& call, const Found& found,
                      const core::UpdateAction& update, const net::HttpReply& reply) {
  desk.circles.write(
      found.visitor.circle,
      [&desk, call, asked = found.session, update, reply](const Reading& reading,
                                                          CircleDraft& draft) {
        const Found now = find_action(reading, call);
        const bool is_as_found = now.session.has_value() == asked.has_value() &&
                                 (!asked || now.session->id == asked->id);
        // A session that was planned meanwhile may have it in hand.
        if (!is_as_found) throw refused("busy", "The circle has another session now. Try again.");
        draft.decide(update, now.visitor.member);
        return [&desk, action = update.action, reply] { answer_as_listed(desk, action, reply); };
      },
      reply);
}

void update_where_it_is(Desk& desk, rooms::Room* room, const Call& call, const Found& found,
                        const core::UpdateAction& wanted, const net::HttpReply& reply) {
  const auto& [visitor, action, session] = found;
  if (room == nullptr || !is_in_hand(*room, action)) {
    return update_in_circle(desk, call, found, wanted, reply);
  }
  const auto item = room->session().review.find(action.id);
  if (item == room->session().review.end()) {
    throw refused("wrong_phase",
                  "This action belongs to the session that is live. Change it in the room.");
  }
  if (!visitor.member) {
    throw refused("wrong_phase",
                  "The next session has this action in its review. Take a place in the circle, and "
                  "change it by your own link.");
  }
  const auto said = item->second.status;  // what was said of it here counts
  core::ReviewAction review;
  review.action = wanted.action;
  review.status = wanted.status.value_or(said == core::ActionStatus::open ? action.status : said);
  review.note = wanted.note;
  review.due = wanted.due;
  review_in_room(desk, *room, *visitor.member, review, reply);
}

void update(Desk& desk, const Call& call, const net::HttpReply& reply) {
  look_up(
      desk, reply, [call](const Reading& reading) { return find_action(reading, call); },
      [&desk, call, reply](const Found& found) {
        const core::UpdateAction wanted = read_update(call.request, found.action.id);
        if (!wanted.status && !wanted.note && !wanted.due) {
          return reply(json_answer(200, encode_action(found.action)));
        }
        with_room(desk, found.session, reply,
                  [&desk, call, found, wanted, reply](rooms::Room* room) {
                    update_where_it_is(desk, room, call, found, wanted, reply);
                  });
      });
}

}  // namespace

void add_action_calls(Router& router, Desk& desk) {
  add_look(router, desk, "/api/v1/circles/{circle}/actions", list_as_accepted);
  add_look(router, desk, "/api/v1/circles/{circle}/actions.csv", list_csv);
  add_look(router, desk, "/api/v1/circles/{circle}/actions.md", list_markdown);
  add_call(router, desk, "PATCH", "/api/v1/actions/{action}", update);
}

}  // namespace turnkeeper::api
