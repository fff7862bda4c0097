#include "api/planning.h"

#include <utility>

#include "api/desk.h"
#include "api/refusal.h"
#include "protocol/names.h"

namespace turnkeeper::api {

core::SessionId plan_next_session(const Reading& reading, CircleDraft& draft,
                                  const Appointment& appointment,
                                  const std::optional<core::MemberId>& by) {
  const core::Circle& circle = draft.circle();
  core::PlanNextSession next;
  if (!circle.sessions.empty()) next.over = circle.sessions.back();
  const auto session = *draft.decide(next, by).session;
  PlanSources sources{reading.queries.received(circle.id), reading.queries.carried(circle.id),
                      reading.queries.open_actions(circle.id)};
  draft.add(plan_session(circle, std::move(sources), appointment, draft.now()));
  return session;
}

std::optional<store::SessionRow> reopenable_session(store::Queries& queries,
                                                    const core::CircleId& circle) {
  auto last = queries.last_session(circle);
  return last && last->reopen_until ? last : std::nullopt;
}

std::optional<store::SessionRow> open_session(store::Queries& queries,
                                              const core::CircleId& circle) {
  auto session = queries.unended_session(circle);
  return session ? session : reopenable_session(queries, circle);
}

void settle_session(Desk& desk, const store::SessionRow& session, const net::HttpReply& reply,
                    std::function<void(bool had_room)> go_on) {
  with_room(desk, session, reply, [&desk, reply, go_on = std::move(go_on)](rooms::Room* room) {
    if (room == nullptr) return go_on(false);
    room->handle({{}, core::SettleSession{}}, "",
                 [&desk, reply, go_on](const rooms::Answer& answer) {
                   answering(desk.house.log, reply, [&] {
                     if (const auto* failure = std::get_if<rooms::Failure>(&answer)) {
                       throw refused(*failure);
                     }
                     go_on(true);
                   });
                 });
  });
}

Appointment read_appointment(protocol::Fields& fields, core::Instant now) {
  Appointment appointment;
  appointment.starts_at = fields.optional_instant("starts_at");
  appointment.hard_end = fields.optional_instant("hard_end");
  if (appointment.starts_at && *appointment.starts_at <= now) {
    fields.wrong("starts_at", "is in the past: name a time to come");
  }
  if (appointment.hard_end && *appointment.hard_end <= appointment.starts_at.value_or(now)) {
    fields.wrong("hard_end", "is before the start: name a time after it");
  }
  return appointment;
}

protocol::Json encode_planned(const core::SessionId& session, int number, core::Phase phase) {
  return {{"id", session.value}, {"number", number}, {"phase", protocol::name_of(phase)}};
}

protocol::Json encode_planned(const store::SessionRow& session) {
  return encode_planned(session.id, session.number, session.phase);
}

}  // namespace turnkeeper::api
