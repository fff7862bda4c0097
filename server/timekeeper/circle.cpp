#include "timekeeper/circle.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace turnkeeper::timekeeper {
namespace {

using Outcome = std::variant<CircleDecision, CircleRejection>;

/// One command being decided. Ids follow from the circle's own and a count, so that the same events
/// come out of the same command each time.
class Decider {
 public:
  Decider(const Circle& circle, const CircleCommand& command, Instant now)
      : circle_(circle), command_(command), now_(now), words_issued_(circle.words_issued) {}

  Outcome operator()(const CreateCircle& create) {
    assert(circle_.id.empty());
    if (fault_of(create.agenda)) return CircleRejection{CircleReason::invalid_agenda};
    happen(CircleCreated{create.circle, write(create.circle, create.name), create.agenda});
    return std::move(decision_);
  }

  Outcome operator()(const SetAgenda& set) {
    if (fault_of(set.agenda)) return CircleRejection{CircleReason::invalid_agenda};
    if (set.agenda != circle_.agenda) happen(CircleAgendaChanged{set.agenda});
    return std::move(decision_);
  }

  Outcome operator()(const TakePlace& place) {
    const bool seated =
        place.role == Role::member || (place.role == Role::facilitator && place.seated);
    if (!place.change.empty()) {
      const auto taken = circle_.places.find({place.change, place.role, seated});
      if (taken != circle_.places.end()) {
        decision_.member = taken->second;
        return std::move(decision_);
      }
    }
    if (const auto full = no_room(place.role, seated)) return CircleRejection{*full};
    CircleMember member;
    member.id = MemberId{"m" + std::to_string(circle_.members.size() + 1)};
    member.role = place.role;
    member.seated = seated;
    member.name = write(circle_.id, place.name);
    if (place.pronouns) member.pronouns = write(circle_.id, *place.pronouns);
    if (place.time_zone) member.time_zone = write(circle_.id, *place.time_zone);
    member.agreement = place.agreement;
    decision_.member = member.id;
    happen(CircleMemberSeated{std::move(member), place.change});
    return std::move(decision_);
  }

  Outcome operator()(const IssueLink& issue) {
    happen(CircleLinkIssued{issue.kind});
    return std::move(decision_);
  }

  Outcome operator()(const PlanNextSession& plan) {
    const auto last =
        circle_.sessions.empty() ? std::optional<SessionId>{} : circle_.sessions.back();
    if (last != plan.over) return CircleRejection{CircleReason::session_open};
    const std::size_t number = circle_.sessions.size() + 1;
    const SessionId session{circle_.id.value + "-s" + std::to_string(number)};
    decision_.session = session;
    happen(CircleSessionPlanned{session, static_cast<int>(number)});
    return std::move(decision_);
  }

  Outcome operator()(const UpdateAction& update) {
    if (update.due &&
        std::chrono::sys_days{*update.due} < std::chrono::sys_days{earliest_today(now_)}) {
      return CircleRejection{CircleReason::due_in_past};
    }
    if (!update.status && !update.note && !update.due) return std::move(decision_);
    CircleActionUpdated updated{update.action, update.status, {}, update.due};
    if (update.note) updated.note = write(circle_.id, *update.note);
    happen(std::move(updated));
    return std::move(decision_);
  }

 private:
  template <class Body>
  void happen(Body body) {
    decision_.events.push_back({now_, command_.by, std::move(body)});
  }

  WordsId write(const CircleId& circle, const std::string& text) {
    WordsId id{circle.value + "-w" + std::to_string(++words_issued_)};
    decision_.words.push_back({id, text});
    return id;
  }

  std::optional<CircleReason> no_room(Role role, bool seated) const {
    const auto count = [this](auto&& counts) {
      return static_cast<std::size_t>(
          std::count_if(circle_.members.begin(), circle_.members.end(), counts));
    };
    const auto same_role = [role](const CircleMember& member) { return member.role == role; };
    if (role == Role::facilitator && count(same_role) >= kMostFacilitators) {
      return CircleReason::facilitators_full;
    }
    if (role == Role::observer && count(same_role) >= kMostObservers) {
      return CircleReason::observers_full;
    }
    if (seated && count([](const CircleMember& member) { return member.seated; }) >= kMostSeats) {
      return CircleReason::circle_full;
    }
    return std::nullopt;
  }

  const Circle& circle_;
  const CircleCommand& command_;
  Instant now_;
  int words_issued_;
  CircleDecision decision_;
};

/// One event taking effect.
class CircleApplier {
 public:
  explicit CircleApplier(Circle& circle) : circle_(circle) {}

  void operator()(const CircleCreated& created) {
    circle_.id = created.circle;
    circle_.name = created.name;
    circle_.agenda = created.agenda;
    circle_.words_issued += 1;
  }

  void operator()(const CircleAgendaChanged& changed) { circle_.agenda = changed.agenda; }

  void operator()(const CircleMemberSeated& seated) {
    const CircleMember& member = seated.member;
    circle_.members.push_back(member);
    circle_.words_issued += 1 + (member.pronouns ? 1 : 0) + (member.time_zone ? 1 : 0);
    if (!seated.change.empty()) {
      circle_.places[{seated.change, member.role, member.seated}] = member.id;
    }
  }

  void operator()(const CircleLinkIssued& issued) { circle_.links[issued.kind] += 1; }

  void operator()(const CircleSessionPlanned& planned) {
    circle_.sessions.push_back(planned.session);
  }

  void operator()(const CircleActionUpdated& updated) {
    circle_.words_issued += updated.note ? 1 : 0;
  }

 private:
  Circle& circle_;
};

}  // namespace

Outcome decide_circle(const Circle& circle, const CircleCommand& command, Instant now) {
  return std::visit(Decider{circle, command, now}, command.body);
}

void apply(Circle& circle, const CircleEvent& event) {
  std::visit(CircleApplier{circle}, event.body);
}

const CircleMember* find_member(const Circle& circle, const MemberId& member) {
  const auto found = std::find_if(circle.members.begin(), circle.members.end(),
                                  [&](const CircleMember& each) { return each.id == member; });
  return found == circle.members.end() ? nullptr : &*found;
}

}  // namespace turnkeeper::timekeeper
