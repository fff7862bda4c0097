// Hands, questions, the challenge, the check-in, the takeaway.

#include "timekeeper/decide.h"

namespace turnkeeper::timekeeper {

namespace {

bool allows(const Session& session, Ability ability) {
  const auto* spec = current_spec(session);
  return spec != nullptr && spec->allows.contains(ability);
}

Refusal may_not_ask(const Session& session, const MemberId& by) {
  if (!allows(session, Ability::ask)) return Rejection{Reason::wrong_phase};
  if (!is_seated(session, by) || holder(session) == by) return Rejection{Reason::not_yours};
  if (session.entries.size() >= kMostEntries) return Rejection{Reason::too_many_entries};
  return std::nullopt;
}

const Entry* waiting_entry(const Session& session, const EntryId& id) {
  for (const auto& entry : session.entries) {
    if (entry.id == id && entry.status == EntryStatus::waiting) return &entry;
  }
  return nullptr;
}

Refusal withdraw(Draft& draft, const MemberId& by, const EntryId& id, EntryKind kind) {
  const auto& session = draft.session();
  const auto* entry = waiting_entry(session, id);
  if (entry == nullptr || entry->kind != kind) return Rejection{Reason::not_found};
  if (entry->by != by && !is_facilitator(session, by)) return Rejection{Reason::not_yours};
  draft.emit(EntryWithdrawn{id});
  return std::nullopt;
}

}  // namespace

Refusal Deciding::operator()(const RaiseHand&) const {
  const auto& session = draft.session();
  if (auto refusal = may_not_ask(session, by)) return refusal;
  for (const auto& entry : session.entries) {
    if (entry.by == by && entry.kind == EntryKind::hand && entry.status == EntryStatus::waiting) {
      return Rejection{Reason::already_raised};
    }
  }
  const auto id = draft.issue<EntryId>('e');
  draft.decision().entry = id;
  draft.emit(EntryAdded{id, EntryKind::hand, std::nullopt});
  return std::nullopt;
}

Refusal Deciding::operator()(const LowerHand& command) const {
  return withdraw(draft, by, command.entry, EntryKind::hand);
}

Refusal Deciding::operator()(const AskQuestion& command) const {
  if (auto refusal = may_not_ask(draft.session(), by)) return refusal;
  const auto id = draft.issue<EntryId>('e');
  draft.decision().entry = id;
  draft.emit(EntryAdded{id, EntryKind::question, draft.keep(command.text)});
  return std::nullopt;
}

Refusal Deciding::operator()(const WithdrawQuestion& command) const {
  return withdraw(draft, by, command.entry, EntryKind::question);
}

Refusal Deciding::operator()(const CallEntry& command) const {
  const auto& session = draft.session();
  if (!allows(session, Ability::ask)) return Rejection{Reason::wrong_phase};
  if (!acts_as_holder(session, by) && !is_facilitator(session, by)) {
    return Rejection{Reason::not_your_turn};
  }
  const auto waiting = queue(session);
  if (waiting.empty()) return Rejection{Reason::not_found};
  const auto id = command.entry.value_or(waiting.front()->id);
  if (waiting_entry(session, id) == nullptr) return Rejection{Reason::not_found};
  draft.emit(EntryCalled{id});
  return std::nullopt;
}

Refusal Deciding::operator()(const StateChallenge& command) const {
  const auto& session = draft.session();
  if (!allows(session, Ability::state)) return Rejection{Reason::wrong_phase};
  if (!acts_as_holder(session, by)) return Rejection{Reason::not_your_turn};
  const MemberId member = *holder(session);
  const auto text = draft.keep(command.text);
  draft.emit(ChallengeStated{member, text, draft.keep(command.outcome)});
  return std::nullopt;
}

Refusal Deciding::operator()(const SayCheckIn& command) const {
  const auto& session = draft.session();
  if (session.phase != Phase::check_in) return Rejection{Reason::wrong_phase};
  const MemberId member = acts_as_holder(session, by) ? *holder(session) : by;
  if (!session.check_ins.contains(member)) return Rejection{Reason::not_yours};
  draft.emit(CheckInSaid{member, draft.keep(command.text)});
  return std::nullopt;
}

Refusal Deciding::operator()(const WriteReflection& command) const {
  const auto& session = draft.session();
  if (session.phase != Phase::closing) return Rejection{Reason::wrong_phase};
  if (!is_seated(session, by)) return Rejection{Reason::not_yours};
  draft.emit(ReflectionWritten{by, draft.keep(command.text)});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
