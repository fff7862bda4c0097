// Circles, their people and their sessions.

#include "store/queries.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "store/connection.h"
#include "store/queries_connection.h"

namespace turnkeeper::store {

namespace {

const std::string kSelectSessions =
    "SELECT session, circle, number, phase, planned_at, started_at, ended_at, end_cause, "
    "reopen_until FROM sessions ";

SessionRow read_session(const Run& row) {
  SessionRow session;
  session.id = core::SessionId{row.text(0)};
  session.circle = core::CircleId{row.text(1)};
  session.number = static_cast<int>(row.number(2));
  session.phase = named<core::Phase>(row.text(3));
  session.planned_at = row.instant(4);
  session.started_at = row.optional_instant(5);
  session.ended_at = row.optional_instant(6);
  if (const auto cause = row.optional_text(7)) session.end_cause = named<core::EndCause>(*cause);
  session.reopen_until = row.optional_instant(8);
  return session;
}

}  // namespace

Queries::Connection::Connection(const std::filesystem::path& file)
    : database(std::make_unique<SQLite::Database>(open_for_reading(file))), statements(*database) {}

Queries::Connection::~Connection() = default;

Queries::Queries(const Database& database)
    : connection_(std::make_unique<Connection>(database.file())) {}

Queries::~Queries() = default;

void Queries::at_one_moment(const std::function<void()>& reads) {
  const SQLite::Transaction moment(*connection_->database);  // which ends without a change
  reads();
}

std::optional<Credential> Queries::find_credential(const Hash& hash, core::Instant now) {
  auto row = connection_->statements.select(
      "SELECT circle, kind, member FROM credentials WHERE hash = ? AND revoked_at IS NULL AND "
      "(expires_at IS NULL OR expires_at > ?)",
      hash, now);
  if (!row.next()) return std::nullopt;
  const auto kind = parse_credential_kind(row.text(1));
  if (!kind) return std::nullopt;
  return Credential{core::CircleId{row.text(0)}, *kind, core::MemberId{row.text(2)}};
}

std::optional<CircleRow> Queries::circle(const core::CircleId& circle) {
  auto row = connection_->statements.select(
      "SELECT coalesce(words.text, ''), agenda, streams.seq FROM circles JOIN streams ON "
      "streams.stream = circles.circle LEFT JOIN words ON words.id = name WHERE circles.circle = ?",
      circle);
  if (!row.next()) return std::nullopt;
  return CircleRow{circle, row.text(0), row.text(1), static_cast<std::uint64_t>(row.number(2))};
}

std::vector<MemberRow> Queries::members(const core::CircleId& circle) {
  std::vector<MemberRow> members;
  auto row = connection_->statements.select(
      "SELECT member, coalesce(n.text, ''), coalesce(p.text, ''), coalesce(z.text, ''), role, "
      "seated FROM members LEFT JOIN words n ON n.id = name LEFT JOIN words p ON p.id = pronouns "
      "LEFT JOIN words z ON z.id = time_zone WHERE circle = ? ORDER BY came",
      circle);
  while (row.next()) {
    members.push_back(MemberRow{core::MemberId{row.text(0)},
                                core::Person{row.text(1), row.text(2), row.text(3)},
                                named<core::Role>(row.text(4)), row.number(5) != 0});
  }
  return members;
}

std::optional<SessionRow> Queries::session(const core::SessionId& session) {
  auto row = connection_->statements.select(kSelectSessions + "WHERE session = ?", session);
  return row.next() ? std::optional{read_session(row)} : std::nullopt;
}

std::vector<SessionRow> Queries::sessions(const core::CircleId& circle) {
  std::vector<SessionRow> sessions;
  auto row = connection_->statements.select(
      kSelectSessions + "WHERE circle = ? ORDER BY number DESC", circle);
  while (row.next()) sessions.push_back(read_session(row));
  return sessions;
}

std::optional<SessionRow> Queries::last_session(const core::CircleId& circle) {
  auto row = connection_->statements.select(
      kSelectSessions + "WHERE circle = ? ORDER BY number DESC LIMIT 1", circle);
  return row.next() ? std::optional{read_session(row)} : std::nullopt;
}

std::optional<SessionRow> Queries::unended_session(const core::CircleId& circle) {
  auto row = connection_->statements.select(
      kSelectSessions + "WHERE circle = ? AND phase <> 'ended' ORDER BY number DESC LIMIT 1",
      circle);
  return row.next() ? std::optional{read_session(row)} : std::nullopt;
}

std::vector<core::SessionId> Queries::unsettled_sessions() {
  std::vector<core::SessionId> sessions;
  auto row = connection_->statements.select(
      "SELECT session FROM sessions WHERE phase <> 'ended' OR reopen_until IS NOT NULL ORDER BY "
      "session");
  while (row.next()) sessions.push_back(core::SessionId{row.text(0)});
  return sessions;
}

std::vector<FloorTime> Queries::floor_times(const core::SessionId& session) {
  std::vector<FloorTime> times;
  auto row = connection_->statements.select(
      "SELECT holder, sum(used_ms) FILTER (WHERE kind = 'check_in'), sum(used_ms) FILTER (WHERE "
      "kind = 'turn') FROM stages WHERE session = ? AND kind IN ('check_in', 'turn') AND holder IS "
      "NOT NULL AND used_ms IS NOT NULL GROUP BY holder",
      session);
  while (row.next()) {
    times.push_back(FloorTime{core::MemberId{row.text(0)}, core::Millis{row.number(1)},
                              core::Millis{row.number(2)}});
  }
  return times;
}

std::map<core::MemberId, core::Millis> Queries::received(const core::CircleId& circle) {
  std::map<core::MemberId, core::Millis> received;
  auto row = connection_->statements.select(
      "SELECT holder, sum(used_ms) FROM stages JOIN sessions USING (session) WHERE circle = ? AND "
      "phase = 'ended' AND kind = 'turn' AND used_ms IS NOT NULL GROUP BY holder",
      circle);
  while (row.next()) received.emplace(core::MemberId{row.text(0)}, core::Millis{row.number(1)});
  return received;
}

std::map<core::MemberId, core::Millis> Queries::given(const core::CircleId& circle) {
  std::map<core::MemberId, core::Millis> given;
  auto row = connection_->statements.select(
      "SELECT coach, sum(used_ms) FROM stages JOIN sessions USING (session) JOIN coaches ON "
      "coaches.session = stages.session AND turn = holder WHERE circle = ? AND phase = 'ended' AND "
      "kind = 'turn' AND used_ms IS NOT NULL GROUP BY coach",
      circle);
  while (row.next()) given.emplace(core::MemberId{row.text(0)}, core::Millis{row.number(1)});
  return given;
}

std::set<core::MemberId> Queries::carried(const core::CircleId& circle) {
  std::set<core::MemberId> carried;
  auto row = connection_->statements.select(
      "WITH last AS (SELECT session FROM sessions WHERE circle = ? AND phase = 'ended' ORDER BY "
      "number DESC LIMIT 1) "
      "SELECT holder FROM stages JOIN last USING (session) WHERE kind = 'check_in' "
      "EXCEPT SELECT holder FROM stages JOIN last USING (session) WHERE kind = 'turn' "
      "EXCEPT SELECT member FROM waivers JOIN last USING (session) "
      // Or a hard end left no time for their turn, or for the rest of it.
      "UNION SELECT json_extract(data, '$.member') FROM events AS given_up JOIN last ON stream = "
      "session WHERE type = 'turn.carried_over' AND NOT EXISTS (SELECT 1 FROM events AS later "
      "WHERE later.stream = given_up.stream AND later.seq > given_up.seq AND later.type = "
      "'stage.started' AND json_extract(later.data, '$.kind') = 'turn' AND "
      "json_extract(later.data, '$.holder') = json_extract(given_up.data, '$.member'))",
      circle);
  while (row.next()) carried.insert(core::MemberId{row.text(0)});
  return carried;
}

std::vector<WaiverRow> Queries::waivers(const core::SessionId& session) {
  std::vector<WaiverRow> waivers;
  auto row = connection_->statements.select(
      "SELECT member, cause, coalesce(words.text, '') FROM waivers LEFT JOIN words ON words.id = "
      "reason WHERE session = ? ORDER BY member",
      session);
  while (row.next()) {
    waivers.push_back(
        WaiverRow{core::MemberId{row.text(0)}, named<core::WaiverCause>(row.text(1)), row.text(2)});
  }
  return waivers;
}

std::vector<ReflectionRow> Queries::reflections(const core::SessionId& session) {
  std::vector<ReflectionRow> reflections;
  auto row = connection_->statements.select(
      "SELECT member, coalesce(words.text, '') FROM reflections LEFT JOIN words ON words.id = "
      "reflections.text WHERE session = ? ORDER BY member",
      session);
  while (row.next()) {
    reflections.push_back(ReflectionRow{core::MemberId{row.text(0)}, row.text(1)});
  }
  return reflections;
}

}  // namespace turnkeeper::store
