// Sessions: planned, listed, and read: how they went, and the journal that proves it.

#include "api/body.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "api/planning.h"
#include "api/refusal.h"
#include "protocol/state_codec.h"
#include "protocol/time_text.h"
#include "store/hash_chain.h"
#include "store/session_archive.h"

namespace turnkeeper::api {
namespace {

using protocol::Json;

constexpr Standings kReaders =
    Standing::member | Standing::observer | Standing::facilitator | Standing::coordinator;

void write_plan(Desk& desk, const core::CircleId& circle, const std::optional<core::MemberId>& by,
                const Appointment& appointment, const net::HttpReply& reply) {
  desk.circles.write(
      circle,
      [&desk, circle, by, appointment, reply](CircleDraft& draft) -> CircleWriter::Committed {
        if (const auto open = desk.house.queries.unended_session(circle)) {
          desk.house.rooms.find(open->id);  // throws for one that nobody can enter any more
          if (appointment.starts_at || appointment.hard_end) throw refused("session_open");
          return [reply, open] { reply(json_answer(200, encode_planned(*open))); };
        }
        const core::SessionId session = plan_next_session(desk, draft, appointment, by);
        return [&desk, session, reply] {
          const auto planned = desk.house.queries.session(session);
          if (!planned) throw std::runtime_error("a session that was just planned is not there");
          reply(json_answer(201, encode_planned(*planned)));
        };
      },
      reply);
}

void plan(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  const Visitor visitor = desk.access.require(
      call.request, circle, Standing::member | Standing::facilitator | Standing::coordinator);
  const Json body = read_body(call.request);
  protocol::Fields fields{body};
  const Appointment appointment = read_appointment(fields, desk.house.clock.now());
  finish(fields);

  settle_last_session(desk, circle, reply,
                      [&desk, circle, by = visitor.member, appointment, reply] {
                        write_plan(desk, circle, by, appointment, reply);
                      });
}

Json encode_listed(const store::SessionRow& session) {
  Json json = encode_planned(session);
  json["planned_at"] = protocol::to_text(session.planned_at);
  if (session.started_at) json["started_at"] = protocol::to_text(*session.started_at);
  if (session.ended_at) json["ended_at"] = protocol::to_text(*session.ended_at);
  if (session.end_cause) json["end_cause"] = protocol::name_of(*session.end_cause);
  return json;
}

void list(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.access.require(call.request, circle, kReaders);
  Json sessions = Json::array();
  for (const store::SessionRow& session : desk.house.queries.sessions(circle)) {
    sessions.push_back(encode_listed(session));
  }
  reply(json_answer(200, {{"sessions", std::move(sessions)}}));
}

/// A session of this very circle; one of another is not there.
store::SessionRow session_of(Desk& desk, const Call& call, const core::CircleId& circle) {
  const auto session = desk.house.queries.session(core::SessionId{call.part("session")});
  if (!session || session->circle != circle) throw refused("not_found");
  return *session;
}

Json summary_of(const Json& state) {
  Json summary = Json::object();
  for (const char* part :
       {"rotation", "turns", "challenges", "actions", "waivers", "reflections"}) {
    summary[part] = state.at(part);
  }
  Json members = Json::object();
  for (const auto& [id, member] : state.at("members").items()) {
    members[id] = {
        {"name", member.at("name")}, {"role", member.at("role")}, {"seated", member.at("seated")}};
  }
  summary["members"] = std::move(members);
  return summary;
}

void read(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.access.require(call.request, circle, kReaders);
  const store::SessionRow session = session_of(desk, call, circle);
  store::SessionArchive archive{desk.house.queries};
  const auto replayed = archive.open(session.id);
  if (!replayed) throw refused("not_found");
  Json body = summary_of(
      protocol::encode_state(replayed->session, replayed->wordbook, protocol::Audience::room));
  body.update(encode_listed(session));
  reply(json_answer(200, body));
}

void read_journal(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.access.require(call.request, circle, Standing::facilitator | Standing::coordinator);
  const store::SessionRow session = session_of(desk, call, circle);
  Json events = Json::array();
  for (const store::StoredRecord& record : desk.house.queries.records(session.id.value)) {
    Json event{{"seq", record.seq},
               {"at", protocol::to_text(record.at)},
               {"event", record.type},
               {"data", Json::parse(record.data)},
               {"hash", store::to_hex(record.hash)},
               {"prev_hash", store::to_hex(record.prev_hash)}};
    if (record.by) event["by"] = record.by->value;
    events.push_back(std::move(event));
  }
  reply(json_answer(200, {{"events", std::move(events)}}));
}

}  // namespace

void add_session_calls(Router& router, Desk& desk) {
  add_call(router, desk, "POST", "/api/v1/circles/{circle}/sessions", plan);
  add_call(router, desk, "GET", "/api/v1/circles/{circle}/sessions", list);
  add_call(router, desk, "GET", "/api/v1/circles/{circle}/sessions/{session}", read);
  add_call(router, desk, "GET", "/api/v1/circles/{circle}/sessions/{session}/journal",
           read_journal);
}

}  // namespace turnkeeper::api
