// Places: whoever has the invite, or the facilitator link, takes one.

#include <exception>

#include "api/body.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "api/planning.h"
#include "api/refusal.h"

namespace turnkeeper::api {
namespace {

using protocol::Json;
using store::CredentialKind;

using ChangeId = core::Id<struct ChangeNoun>;

constexpr std::string_view kAgreement = "norms-1";

core::TakePlace read_place(const net::HttpRequest& request, Standing standing) {
  Json body = read_body(request);
  const std::optional<bool> seat = take_flag(body, "seat");
  protocol::Fields fields{body};
  core::TakePlace place;
  place.name = fields.line("name");
  place.pronouns = fields.optional_line("pronouns", protocol::limits::kPronounsCharacters);
  place.time_zone = time_zone(fields, "time_zone");
  if (fields.has("as")) place.role = fields.choice<core::Role>("as");
  place.agreement = fields.line("agreement");
  if (place.agreement != kAgreement) fields.wrong("agreement", "must be norms-1");
  if (fields.has("change")) place.change = fields.id<ChangeId>("change").value;
  if (seat && place.role != core::Role::facilitator) {
    fields.wrong("seat", "is for facilitators alone: members have a seat, observers have none");
  }
  finish(fields);
  place.seated = place.role == core::Role::facilitator ? seat.value_or(false) : true;
  if (place.role == core::Role::facilitator && standing != Standing::facilitator) {
    throw refused("not_allowed", "One becomes a facilitator with the facilitator link alone.",
                  {"as", {}});
  }
  return place;
}

/// Those who are in the room already see the place taken; then `answer`. A room that cannot be told
/// now hears of the member when they join.
void tell_the_room(Desk& desk, const std::optional<store::SessionRow>& session,
                   const core::SeatMember& place, const core::Person& person,
                   const std::function<void()>& answer) {
  if (!session) return answer();
  desk.house.rooms.find(session->id, [=, &desk](rooms::Registry::Found found) {
    rooms::Room* room = nullptr;
    try {
      room = found.get();
      if (room != nullptr) room->seat(place, person, [answer](const rooms::Answer&) { answer(); });
    } catch (const std::exception& error) {
      desk.house.log(net::LogLevel::error, error.what());
      room = nullptr;
    }
    if (room == nullptr) answer();
  });
}

void take_place(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.circles.write(
      circle,
      [&desk, public_url = desk.house.public_url(), call, circle, reply](const Reading& reading,
                                                                         CircleDraft& draft) {
        const Visitor visitor =
            require(reading, call.request, circle, Standing::guest | Standing::facilitator);
        const core::TakePlace place = read_place(call.request, visitor.standing);
        const core::CircleDecision decision = draft.decide(place, visitor.member);
        const core::CircleMember member = *core::find_member(draft.circle(), *decision.member);
        const std::string token = draft.issue(CredentialKind::personal, member.id);
        const bool taken_now = !decision.events.empty();
        Json answer{{"member", member.id.value},
                    {"token", token},
                    {"url", url_of(public_url, CredentialKind::personal, circle, token)}};
        const auto session = reading.queries.unended_session(circle);
        if (session) answer["session"] = session->id.value;
        const auto open = open_session(reading.queries, circle);
        return [=, &desk] {
          if (!taken_now) return reply(json_answer(200, answer));  // and they keep their name
          const core::Person person{place.name, place.pronouns.value_or(""),
                                    place.time_zone.value_or("")};
          tell_the_room(desk, open, {member.id, member.role, member.seated}, person,
                        [=] { reply(json_answer(201, answer)); });
        };
      },
      reply);
}

}  // namespace

void add_member_calls(Router& router, Desk& desk) {
  add_call(router, desk, "POST", "/api/v1/circles/{circle}/members", take_place);
}

}  // namespace turnkeeper::api
