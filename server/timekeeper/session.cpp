#include "timekeeper/session.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "timekeeper/event.h"

namespace turnkeeper::timekeeper {

bool running(const Session& session) {
  return session.phase != Phase::lobby && session.phase != Phase::ended && !session.pause;
}

namespace {
const Participant* find(const Session& session, const MemberId& member) {
  const auto found = session.participants.find(member);
  return found == session.participants.end() ? nullptr : &found->second;
}
}  // namespace

namespace {
bool facilitates(const Participant& participant) {
  return participant.role == Role::facilitator || participant.lead == Lead::guest ||
         participant.stepped_in;
}
}  // namespace

bool is_facilitator(const Session& session, const MemberId& member) {
  const auto* participant = find(session, member);
  return participant != nullptr && facilitates(*participant);
}

bool is_seated(const Session& session, const MemberId& member) {
  const auto* participant = find(session, member);
  return participant != nullptr && participant->seated;
}

bool is_present(const Session& session, const MemberId& member) {
  const auto* participant = find(session, member);
  if (participant == nullptr) return false;
  if (participant->present || !participant->held_by) return participant->present;
  const auto* holder = find(session, *participant->held_by);
  return holder != nullptr && holder->present;
}

bool acts_for(const Session& session, const MemberId& by, const MemberId& member) {
  const auto* participant = find(session, member);
  return by == member || (participant != nullptr && participant->held_by == by);
}

bool facilitator_present(const Session& session) {
  return std::any_of(session.participants.begin(), session.participants.end(),
                     [](const auto& it) { return facilitates(it.second) && it.second.present; });
}

std::size_t seated_present(const Session& session) {
  return static_cast<std::size_t>(std::count_if(
      session.participants.begin(), session.participants.end(),
      [&](const auto& it) { return it.second.seated && is_present(session, it.first); }));
}

std::vector<MemberId> waiting_turns(const Session& session) {
  std::vector<MemberId> waiting;
  waiting.reserve(session.rotation.size());
  for (const auto& member : session.rotation) {
    const auto turn = session.turns.find(member);
    if (turn != session.turns.end() && turn->second.status == Progress::waiting) {
      waiting.push_back(member);
    }
  }
  return waiting;
}

Millis turns_left(const Session& session) {
  return std::accumulate(session.turns.begin(), session.turns.end(), Millis{0},
                         [](Millis sum, const auto& it) { return sum + it.second.left(); });
}

Millis budget_sum(const Session& session) {
  const auto& budget = session.budget;
  return budget.late + budget.used + budget.check_in + turns_left(session) + budget.handover +
         budget.closing + budget.reserve;
}

std::optional<Instant> expected_end(const Session& session) {
  if (!running(session) || !session.stage) return std::nullopt;
  const auto& stage = *session.stage;
  const auto& budget = session.budget;
  if (stage.kind == StageKind::closing) return stage.deadline;
  Millis after = turns_left(session) + budget.handover + budget.closing + budget.check_in;
  if (!stage.over) after -= stage.length;
  return stage.deadline + after;
}

std::optional<Instant> latest_end(const Session& session) {
  const auto end = expected_end(session);
  return end ? std::optional(*end + session.budget.reserve) : std::nullopt;
}

std::vector<const Entry*> queue(const Session& session) {
  std::vector<std::pair<int, const Entry*>> waiting;  // with how often its member had the word
  waiting.reserve(session.entries.size());
  for (const auto& entry : session.entries) {
    if (entry.status != EntryStatus::waiting) continue;
    const auto called = session.times_called.find(entry.by);
    waiting.emplace_back(called == session.times_called.end() ? 0 : called->second, &entry);
  }
  std::sort(waiting.begin(), waiting.end());  // equals by their place among the entries
  std::vector<const Entry*> entries;
  entries.reserve(waiting.size());
  for (const auto& [calls, entry] : waiting) entries.push_back(entry);
  return entries;
}

bool committed(const Session& session, const MemberId& holder) {
  return session.waivers.contains(holder) ||
         std::any_of(session.actions.begin(), session.actions.end(),
                     [&](const auto& it) { return it.second.turn == holder; });
}

const StageSpec* current_spec(const Session& session) {
  if (session.phase != Phase::turn || !session.stage) return nullptr;
  return &session.agenda->stages.at(session.stage->index);
}

Needs missing(const Session& session) {
  const auto* spec = current_spec(session);
  if (spec == nullptr) return Needs::nothing;
  const auto& holder = *session.stage->holder;
  const bool there = spec->needs == Needs::action ? committed(session, holder)
                                                  : session.challenges.contains(holder);
  return there ? Needs::nothing : spec->needs;
}

Millis Transfer::sum() const {
  return std::accumulate(turns.begin(), turns.end(), reserve + closing,
                         [](Millis total, const auto& it) { return total + it.second; });
}

}  // namespace turnkeeper::timekeeper
