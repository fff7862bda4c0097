// What people say, ask and promise.

#include "timekeeper/applier.h"

namespace turnkeeper::timekeeper {

void Applier::operator()(const EntryAdded& e) const {
  s.entries.push_back(Entry{e.entry, *event.by, e.kind, e.text, EntryStatus::waiting});
  s.ids_issued += e.text ? 2 : 1;
}

void Applier::operator()(const EntryWithdrawn& e) const {
  std::erase_if(s.entries, [&](const Entry& entry) { return entry.id == e.entry; });
}

void Applier::operator()(const EntryCalled& e) const {
  for (auto& entry : s.entries) {
    if (entry.status == EntryStatus::called) entry.status = EntryStatus::done;
    if (entry.id == e.entry) {
      entry.status = EntryStatus::called;
      ++s.times_called[entry.by];
    }
  }
}

void Applier::operator()(const ChallengeStated& e) const {
  s.challenges[e.member] = Challenge{e.text, e.outcome};
  s.ids_issued += e.outcome ? 2 : 1;
}

void Applier::operator()(const CheckInSaid& e) const {
  s.check_ins.at(e.member).text = e.text;
  ++s.ids_issued;
}

void Applier::operator()(const ActionAdded& e) const {
  s.actions.emplace(e.action, e.made);
  s.waivers.erase(e.made.turn);
  s.ids_issued += 3;
}

void Applier::operator()(const ActionEdited& e) const {
  auto& action = s.actions.at(e.action);
  if (e.what) action.what = *e.what;
  if (e.measure) action.measure = *e.measure;
  if (e.due) action.due = *e.due;
  if (e.supporter) action.supporter = *e.supporter;
  s.ids_issued += (e.what ? 1 : 0) + (e.measure ? 1 : 0);
}

void Applier::operator()(const ActionRemoved& e) const { s.actions.erase(e.action); }

void Applier::operator()(const ActionWaived& e) const {
  s.waivers[e.member] = Waiver{e.cause, e.reason, event.by};
  if (e.reason) ++s.ids_issued;
}

void Applier::operator()(const ActionReviewed& e) const {
  auto& item = s.review.at(e.action);
  item.status = e.status;
  if (e.note) item.note = e.note;
  if (e.due) item.due = *e.due;
  if (e.note) ++s.ids_issued;
}

void Applier::operator()(const ReflectionWritten& e) const {
  s.reflections[e.member] = e.text;
  ++s.ids_issued;
}

}  // namespace turnkeeper::timekeeper
