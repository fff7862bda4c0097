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

/// There is one already: it is answered, unless it is one that nobody can enter any more.
void point_to(Desk& desk, const store::SessionRow& open, const net::HttpReply& reply) {
  desk.house.rooms.find(open.id, [&desk, open, reply](rooms::Registry::Found found) {
    answering(desk.house.log, reply, [&] {
      found.get();
      reply(json_answer(200, encode_planned(open)));
    });
  });
}

/// How the last session was settled, as far as it was.
struct Settling {
  static constexpr int kMostTries = 3;  ///< it may be reopened and ended again each time
  int tries = 0;
  std::optional<core::SessionId> damaged;  ///< which nobody can reopen
};

void plan_or_settle(Desk& desk, const Call& call, const Settling& settling,
                    const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.circles.write(
      circle,
      [&desk, call, circle, settling, reply](const Reading& reading,
                                             CircleDraft& draft) -> CircleWriter::Committed {
        const Visitor visitor =
            require(reading, call.request, circle,
                    Standing::member | Standing::facilitator | Standing::coordinator);
        const Json body = read_body(call.request);
        protocol::Fields fields{body};
        const Appointment appointment = read_appointment(fields, reading.now);
        finish(fields);
        if (const auto open = reading.queries.unended_session(circle)) {
          if (appointment.starts_at || appointment.hard_end) throw refused("session_open");
          return [&desk, open, reply] { point_to(desk, *open, reply); };
        }
        const auto last = reopenable_session(reading.queries, circle);
        if (last && last->id != settling.damaged) {
          if (settling.tries == Settling::kMostTries) {
            throw refused("busy", "The last session is reopened over and over. Try again.");
          }
          return [&desk, call, last, settling, reply] {
            settle_session(desk, *last, reply,
                           [&desk, call, last, tries = settling.tries, reply](bool had_room) {
                             Settling next{tries + 1, std::nullopt};
                             if (!had_room) next.damaged = last->id;
                             plan_or_settle(desk, call, next, reply);
                           });
          };
        }
        const core::SessionId session =
            plan_next_session(reading, draft, appointment, visitor.member);
        const int number = static_cast<int>(draft.circle().sessions.size());
        return [session, number, reply] {
          reply(json_answer(201, encode_planned(session, number, core::Phase::lobby)));
        };
      },
      reply);
}

void plan(Desk& desk, const Call& call, const net::HttpReply& reply) {
  plan_or_settle(desk, call, {}, reply);
}

Json encode_listed(const store::SessionRow& session) {
  Json json = encode_planned(session);
  json["planned_at"] = protocol::to_text(session.planned_at);
  if (session.started_at) json["started_at"] = protocol::to_text(*session.started_at);
  if (session.ended_at) json["ended_at"] = protocol::to_text(*session.ended_at);
  if (session.end_cause) json["end_cause"] = protocol::name_of(*session.end_cause);
  return json;
}

net::HttpResponse list(const Reading& reading, const Call& call) {
  const core::CircleId circle{call.part("circle")};
  require(reading, call.request, circle, kReaders);
  Json sessions = Json::array();
  for (const store::SessionRow& session : reading.queries.sessions(circle)) {
    sessions.push_back(encode_listed(session));
  }
  return json_answer(200, {{"sessions", std::move(sessions)}});
}

/// A session of this very circle; one of another is not there.
store::SessionRow session_of(const Reading& reading, const Call& call,
                             const core::CircleId& circle) {
  const auto session = reading.queries.session(core::SessionId{call.part("session")});
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

net::HttpResponse read(const Reading& reading, const Call& call) {
  const core::CircleId circle{call.part("circle")};
  require(reading, call.request, circle, kReaders);
  const store::SessionRow session = session_of(reading, call, circle);
  const auto replayed = store::read_session(reading.queries, session.id);
  if (!replayed) throw refused("not_found");
  Json body = summary_of(
      protocol::encode_state(replayed->session, replayed->wordbook, protocol::Audience::room));
  body.update(encode_listed(session));
  return json_answer(200, body);
}

net::HttpResponse read_journal(const Reading& reading, const Call& call) {
  const core::CircleId circle{call.part("circle")};
  require(reading, call.request, circle, Standing::facilitator | Standing::coordinator);
  const store::SessionRow session = session_of(reading, call, circle);
  Json events = Json::array();
  for (const store::StoredRecord& record : reading.queries.records(session.id.value)) {
    Json event{{"seq", record.seq},
               {"at", protocol::to_text(record.at)},
               {"event", record.type},
               {"data", Json::parse(record.data)},
               {"hash", store::to_hex(record.hash)},
               {"prev_hash", store::to_hex(record.prev_hash)}};
    if (record.by) event["by"] = record.by->value;
    events.push_back(std::move(event));
  }
  return json_answer(200, {{"events", std::move(events)}});
}

}  // namespace

void add_session_calls(Router& router, Desk& desk) {
  add_call(router, desk, "POST", "/api/v1/circles/{circle}/sessions", plan);
  add_look(router, desk, "/api/v1/circles/{circle}/sessions", list);
  add_look(router, desk, "/api/v1/circles/{circle}/sessions/{session}", read);
  add_look(router, desk, "/api/v1/circles/{circle}/sessions/{session}/journal", read_journal);
}

}  // namespace turnkeeper::api
