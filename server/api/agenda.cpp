// The agenda that a circle meets by: set for the session that has not begun, and for all after it.

#include <algorithm>
#include <utility>

#include "api/body.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "api/refusal.h"
#include "protocol/agenda_codec.h"

namespace turnkeeper::api {
namespace {

using protocol::Json;

/// The rules do the facilitator's work in a circle that has none: there, any member may.
Visitor require_keeper(const Reading& reading, const Call& call, const core::CircleId& circle) {
  Visitor visitor = require(reading, call.request, circle,
                            Standing::member | Standing::facilitator | Standing::coordinator);
  const auto members = reading.queries.members(circle);
  if (visitor.standing == Standing::member &&
      std::any_of(members.begin(), members.end(), [](const store::MemberRow& each) {
        return each.role == core::Role::facilitator;
      })) {
    throw refused("not_allowed",
                  "In a circle with a facilitator they set its agenda, or the coordinator does.");
  }
  return visitor;
}

core::Agenda read_agenda(const net::HttpRequest& request) {
  Json body = read_body(request);
  auto agenda = take_agenda(body, "agenda");
  if (!agenda) throw wrong_field("agenda", "is missing");
  protocol::Fields rest{body};
  finish(rest);
  return *std::move(agenda);
}

/// People who wait in the lobby see it at once. A session that has begun keeps its own.
void tell_the_lobby(Desk& desk, rooms::Room* room, const Visitor& visitor,
                    const core::Agenda& agenda, const net::HttpReply& reply) {
  const Json answer{{"agenda", protocol::encode_agenda(agenda)}};
  if (room == nullptr) return reply(json_answer(200, answer));
  room->handle({visitor.member.value_or(core::MemberId{}), core::ChangeAgenda{agenda}}, "",
               [&desk, answer, session = room->session().id, reply](const rooms::Answer& told) {
                 answering(desk.house.log, reply, [&] {
                   if (const auto* failure = std::get_if<rooms::Failure>(&told)) {
                     throw refused(*failure);
                   }
                   Json body = answer;
                   if (std::holds_alternative<rooms::ChangeResult>(told)) {
                     body["session"] = session.value;
                   }
                   reply(json_answer(200, body));
                 });
               });
}

void set_agenda(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.circles.write(
      circle,
      [&desk, call, circle, reply](const Reading& reading, CircleDraft& draft) {
        const Visitor visitor = require_keeper(reading, call, circle);
        const core::Agenda agenda = read_agenda(call.request);
        draft.decide(core::SetAgenda{agenda}, visitor.member);
        const auto session = reading.queries.unended_session(circle);
        // Also if the circle had it already: then an earlier try may not have come to the lobby.
        return [&desk, session, visitor, agenda, reply] {
          with_room(desk, session, reply, [&desk, visitor, agenda, reply](rooms::Room* room) {
            tell_the_lobby(desk, room, visitor, agenda, reply);
          });
        };
      },
      reply);
}

}  // namespace

void add_agenda_calls(Router& router, Desk& desk) {
  add_call(router, desk, "PUT", "/api/v1/circles/{circle}/agenda", set_agenda);
}

}  // namespace turnkeeper::api
