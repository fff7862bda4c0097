#include "tests/property/transcript_words.h"

#include <cstdio>
#include <stdexcept>

#include "tests/property/transcript_names.h"

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

std::string in_words(Millis length) {
  if (length < Millis{0}) return "-" + in_words(-length);
  const auto minutes = length.count() / 60'000;
  const auto seconds = length.count() % 60'000 / 1'000;
  const auto rest = length.count() % 1'000;
  std::string words;
  if (minutes > 0) words = std::to_string(minutes) + "m";
  if (seconds == 0 && rest == 0 && minutes > 0) return words;
  words += std::to_string(seconds);
  if (rest != 0) {
    char fraction[8];
    std::snprintf(fraction, sizeof fraction, ".%03d", static_cast<int>(rest));
    words += fraction;
  }
  return words + "s";
}

Millis length_from(const std::string& words) {
  Millis length{0};
  std::size_t at = 0;
  while (at < words.size()) {
    std::size_t read = 0;
    const double number = std::stod(words.substr(at), &read);
    at += read;
    const auto unit = words.find_first_of("0123456789", at);
    const auto name = words.substr(at, unit == std::string::npos ? unit : unit - at);
    const double each = name == "h" ? 3'600'000 : name == "m" ? 60'000 : name == "s" ? 1'000 : 0;
    if (each == 0) throw std::runtime_error("no length: " + words);
    length += Millis{static_cast<Millis::rep>(number * each + 0.5)};
    at += name.size();
  }
  return length;
}

std::string clock_words(Instant at, Instant start) {
  const auto since = (at - start).count();
  char words[32];
  std::snprintf(words, sizeof words, "%d:%02d", static_cast<int>(since / 60'000),
                static_cast<int>(since % 60'000 / 1'000));
  std::string clock = words;
  if (since % 1'000 != 0) {
    std::snprintf(words, sizeof words, ".%03d", static_cast<int>(since % 1'000));
    clock += words;
  }
  return clock;
}

namespace {

std::string stage_words(StageKind kind, const std::string& name,
                        const std::optional<MemberId>& holder) {
  if (!holder) return name;
  return name + (kind == StageKind::handover ? " to " : " of ") + holder->value;
}

/// ", paid by reserve 30s and Bo 10s"; nothing for an empty transfer.
std::string transfer_words(const char* how, const Transfer& transfer) {
  std::vector<std::string> parts;
  if (transfer.reserve != Millis{0}) parts.push_back("reserve " + in_words(transfer.reserve));
  for (const auto& [member, amount] : transfer.turns) {
    parts.push_back(member.value + " " + in_words(amount));
  }
  if (transfer.closing != Millis{0}) parts.push_back("closing " + in_words(transfer.closing));
  std::string words;
  for (const auto& part : parts) words += words.empty() ? part : ", " + part;
  return words.empty() ? words : std::string(", ") + how + " " + words;
}

std::string list(const std::vector<MemberId>& members) {
  std::string words;
  for (const auto& member : members) words += (words.empty() ? "" : " ") + member.value;
  return words;
}

struct InWords {
  const Session& before;
  Instant start;

  std::string operator()(const SessionPlanned& e) const {
    std::vector<MemberId> seated;
    for (const auto& entry : e.roster) {
      if (entry.seated) seated.push_back(entry.member);
    }
    return e.agenda->name + ", seats for " + list(seated);
  }
  std::string operator()(const MemberSeated& e) const {
    return e.member.value + ", " + name_of(e.role) + (e.seated ? "" : " without a seat");
  }
  std::string operator()(const MemberArrived& e) const { return e.member.value; }
  std::string operator()(const MemberAway& e) const { return e.member.value; }
  std::string operator()(const SeatHeld& e) const { return e.member.value; }
  std::string operator()(const SeatReleased& e) const { return e.member.value; }
  std::string operator()(const RotationReordered& e) const { return list(e.order); }
  std::string operator()(const AgendaChanged& e) const {
    return e.agenda->name + ", " + in_words(e.agenda->turn) + " each";
  }
  std::string operator()(const SessionStarted& e) const {
    std::string words = list(e.order);
    if (!e.review.empty()) words += ", " + std::to_string(e.review.size()) + " to look back on";
    if (e.late) words += ", " + in_words(*e.late) + " late";
    if (e.paid) words += transfer_words("paid by", *e.paid);
    if (e.pushed) words += ", the end " + in_words(*e.pushed) + " later";
    if (e.turns) words += ", " + std::to_string(*e.turns) + " turns";
    return words;
  }
  std::string operator()(const EndPushed& e) const { return in_words(e.amount); }
  std::string operator()(const StartSet& e) const {
    return e.at ? clock_words(*e.at, start) : "no time";
  }
  std::string operator()(const HardEndSet& e) const {
    return (e.member ? e.member->value : "all") + " at " +
           (e.at ? clock_words(*e.at, start) : "no time");
  }
  std::string operator()(const TimeCharged& e) const {
    return in_words(e.amount) + transfer_words("paid by", e.paid) +
           (e.running ? ", what runs " + in_words(*e.running) : "") +
           (e.stage ? ", the stage " + in_words(*e.stage) + " shorter" : "");
  }
  std::string operator()(const TimeReturned& e) const {
    return in_words(e.amount) + transfer_words("returned to", e.returned) +
           (e.running ? ", what runs " + in_words(*e.running) : "") +
           (e.stage ? ", the stage " + in_words(*e.stage) + " longer" : "");
  }
  std::string operator()(const StageStarted& e) const {
    return stage_words(e.kind, e.name, e.holder) + ", " + in_words(e.length) +
           (e.from_reserve == Millis{0} ? ""
                                        : ", " + in_words(e.from_reserve) + " from the reserve");
  }
  std::string operator()(const StageEnded& e) const {
    return in_words(before.stage) + ", used " + in_words(e.used) + ", " + name_of(e.cause) +
           transfer_words("returned to", e.returned);
  }
  std::string operator()(const StageOvertime& e) const {
    return in_words(before.stage) + ", " + in_words(e.amount) + transfer_words("paid by", e.paid);
  }
  std::string operator()(const TurnEnded& e) const {
    return e.member.value + ", " + name_of(e.cause) + transfer_words("returned to", e.returned);
  }
  std::string operator()(const TurnDeferred& e) const { return e.member.value; }
  std::string operator()(const TurnAbsent& e) const {
    return e.member.value + transfer_words("shared by", e.returned);
  }
  std::string operator()(const TurnPassed& e) const {
    return e.member.value + transfer_words("returned to", e.returned);
  }
  std::string operator()(const TurnCarriedOver& e) const {
    return e.member.value + transfer_words("returned to", e.returned);
  }
  std::string operator()(const RotationIncluded& e) const {
    return e.member.value + ", " + in_words(e.planned) + transfer_words("paid by", e.paid);
  }
  std::string operator()(const MoveProposed& e) const {
    const auto whose = e.member ? ", the turn of " + e.member->value + "," : std::string();
    return std::string(name_of(e.move)) + whose + " at " + clock_words(e.effective_at, start);
  }
  std::string operator()(const MoveCancelled&) const { return name_of(before.pending->move); }
  std::string operator()(const SessionPaused& e) const {
    return std::string(name_of(e.cause)) + ", " + in_words(e.left) + " left" +
           (e.since ? ", since " + clock_words(*e.since, start) : "") +
           (e.until ? ", until " + clock_words(*e.until, start) : "");
  }
  std::string operator()(const SessionResumed& e) const {
    return in_words(before.stage) + " until " + clock_words(e.deadline, start);
  }
  std::string operator()(const TimeExtended& e) const {
    return in_words(before.stage) + ", " + in_words(e.amount) + transfer_words("paid by", e.paid);
  }
  std::string operator()(const TimeGivenBack& e) const {
    return e.member.value + ", " + in_words(e.amount) + transfer_words("returned to", e.returned);
  }
  std::string operator()(const TimeGiven& e) const {
    return e.from.value + " to " + e.to.value + ", " + in_words(e.amount);
  }
  std::string operator()(const MoveTakenBack& e) const {
    return in_words(before.last_move->before->stage) + " until " + clock_words(e.deadline, start) +
           ", " + in_words(e.spent) + " spent" + transfer_words("paid by", e.paid);
  }
  std::string operator()(const VoteCalled& e) const {
    return std::string(name_of(e.kind)) + (e.amount ? ", " + in_words(*e.amount) : "") +
           ", until " + clock_words(e.until, start) + ", of " + list(e.voters) +
           (e.price ? transfer_words("to be paid by", *e.price) : "");
  }
  std::string operator()(const VoteCast& e) const { return e.yes ? "yes" : "no"; }
  std::string operator()(const VoteClosed& e) const {
    return std::string(name_of(before.vote->kind)) + ", " + name_of(e.outcome) +
           (e.returned ? transfer_words("returned to", *e.returned) : "");
  }
  std::string operator()(const FacilitatorNamed& e) const {
    return e.member.value + ", " + name_of(e.lead);
  }
  std::string operator()(const DeputySteppedIn& e) const { return e.member.value; }
  std::string operator()(const DeputySteppedBack& e) const { return e.member.value; }
  std::string operator()(const CoachNamed& e) const {
    return (e.coach ? e.coach->value : "nobody") + " for " + e.turn.value;
  }
  std::string operator()(const EntryAdded&) const { return {}; }
  std::string operator()(const EntryWithdrawn& e) const { return entry(e.entry); }
  std::string operator()(const EntryCalled& e) const { return entry(e.entry); }
  std::string operator()(const ChallengeStated& e) const { return e.member.value; }
  std::string operator()(const CheckInSaid& e) const { return e.member.value; }
  std::string operator()(const ActionAdded& e) const {
    return "for " + e.made.owner.value + ", in the turn of " + e.made.turn.value;
  }
  std::string operator()(const ActionEdited&) const { return {}; }
  std::string operator()(const ActionRemoved&) const { return {}; }
  std::string operator()(const ActionWaived& e) const {
    return e.member.value + ", " + name_of(e.cause);
  }
  std::string operator()(const ActionReviewed& e) const { return name_of(e.status); }
  std::string operator()(const ReflectionWritten& e) const { return e.member.value; }
  std::string operator()(const SessionEnded& e) const { return name_of(e.cause); }
  std::string operator()(const SessionReopened& e) const {
    if (!e.stage) return "the lobby";
    std::string words = in_words(before.ending->before->stage) + ", " + in_words(e.left) + " left";
    if (e.from_reserve != Millis{0}) words += ", " + in_words(e.from_reserve) + " from the reserve";
    if (e.pushed != Millis{0}) words += ", the end " + in_words(e.pushed) + " later";
    return words + ", until " + clock_words(*e.until, start);
  }
  std::string operator()(const SessionSettled&) const { return {}; }

 private:
  std::string entry(const EntryId& id) const {
    for (const auto& each : before.entries) {
      if (each.id == id) return std::string(name_of(each.kind)) + " of " + each.by.value;
    }
    return "nobody's";
  }
};

}  // namespace

std::string in_words(const std::optional<Stage>& stage) {
  return stage ? stage_words(stage->kind, stage->name, stage->holder) : "nothing";
}

std::string in_words(const Event& event, const Session& before, Instant start) {
  const auto numbers = std::visit(InWords{before, start}, event.body);
  return clock_words(event.at, start) + " " + name_of(event.body) +
         (numbers.empty() ? "" : " " + numbers);
}

std::string in_words(const Rejection& rejection, const Session& session) {
  std::string words = std::string("refused: ") + name_of(rejection.reason);
  if (rejection.available) words += ", " + in_words(*rejection.available) + " are there";
  if (rejection.missing) words += ", " + in_words(*rejection.missing) + " are missing";
  if (!rejection.carried.empty()) words += ", without a turn for " + list(rejection.carried);
  if (rejection.stage) words += ", it is " + in_words(session.stage);
  if (rejection.present) words += ", " + std::to_string(*rejection.present) + " here";
  if (rejection.phase) words += std::string(", this is the ") + name_of(*rejection.phase);
  if (rejection.fault) words += ", " + rejection.fault->field + " " + rejection.fault->why;
  return words;
}

std::string budget_in_words(const Session& session) {
  const auto& budget = session.budget;
  const auto late = budget.late == Millis{0} ? "" : "late " + in_words(budget.late) + " + ";
  return "total " + in_words(budget.total) + " = " + late + "used " + in_words(budget.used) +
         " + check_in " + in_words(budget.check_in) + " + turns " + in_words(turns_left(session)) +
         " + handover " + in_words(budget.handover) + " + closing " + in_words(budget.closing) +
         " + reserve " + in_words(budget.reserve);
}

std::string turn_in_words(const Session& session, const MemberId& member) {
  const auto found = session.turns.find(member);
  if (found == session.turns.end()) return member.value + " has no turn today";
  const auto& turn = found->second;
  std::string words = member.value + " " + name_of(turn.status) + ", planned " +
                      in_words(turn.planned) + " of " + in_words(turn.share) + ", guaranteed " +
                      in_words(turn.guaranteed);
  if (turn.used != Millis{0}) words += ", used " + in_words(turn.used);
  if (turn.coach) words += ", coached by " + turn.coach->value;
  return words;
}

std::string why_in_words(const Session& session, const MemberId& member) {
  const auto found = session.turns.find(member);
  if (found == session.turns.end()) return member.value + " has no turn today";
  const auto& turn = found->second;
  if (turn.status == Progress::done || turn.status == Progress::passed) {
    return member.value + " had " + in_words(turn.used) + " of " + in_words(turn.share);
  }
  std::string words = member.value + " " + in_words(turn.planned) + " = " + in_words(turn.share);
  for (const auto& change : *turn.changes) {
    const bool less = change.amount < Millis{0};
    words += (less ? " - " : " + ") + in_words(less ? -change.amount : change.amount) + " " +
             name_of(change.cause) + (change.whom ? " of " + change.whom->value : "");
  }
  return words;
}

}  // namespace turnkeeper::testing
