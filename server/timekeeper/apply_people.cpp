// Who is here, who acts for whom, and who leads.

#include "timekeeper/applier.h"
#include "timekeeper/apply_parts.h"

namespace turnkeeper::timekeeper {

void Applier::operator()(const MemberSeated& e) const {
  s.participants.emplace(e.member, Participant{.role = e.role, .seated = e.seated});
  if (!s.started_at && e.seated) {  // in the lobby, or in one that may be opened again
    s.rotation.push_back(e.member);
    deal_out(s);
  }
}

void Applier::operator()(const MemberArrived& e) const {
  auto& participant = s.participants.at(e.member);
  participant.present = participant.seen = true;
  participant.held_by.reset();
  if (const auto turn = s.turns.find(e.member); turn != s.turns.end()) {
    turn->second.vouched = false;
  }
  note_emptiness(s, event.at);
  note_lead(s, event.at);
}

void Applier::operator()(const MemberAway& e) const {
  s.participants.at(e.member).present = false;
  s.participants.at(e.member).stepped_in = false;
  note_emptiness(s, event.at);
  note_lead(s, event.at);
}

void Applier::operator()(const SeatHeld& e) const {
  s.participants.at(e.member).held_by = event.by;
  s.participants.at(e.member).seen = true;
}

void Applier::operator()(const SeatReleased& e) const {
  s.participants.at(e.member).held_by.reset();
  if (const auto turn = s.turns.find(e.member); turn != s.turns.end()) {
    turn->second.vouched = false;
  }
}

void Applier::operator()(const FacilitatorNamed& e) const {
  auto& participant = s.participants.at(e.member);
  participant.lead = e.lead;
  participant.stepped_in = false;
  note_lead(s, event.at);
}

void Applier::operator()(const DeputySteppedIn& e) const {
  s.participants.at(e.member).stepped_in = true;
  note_lead(s, event.at);
}

void Applier::operator()(const DeputySteppedBack& e) const {
  s.participants.at(e.member).stepped_in = false;
  note_lead(s, event.at);
}

void Applier::operator()(const CoachNamed& e) const { s.turns.at(e.turn).coach = e.coach; }

}  // namespace turnkeeper::timekeeper
