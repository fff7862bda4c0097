// A circle between its sessions, as a value: who belongs to it, which links it has, what it
// planned.
//
// Like a session it is the sum of its events. `decide_circle` says what a command becomes, `apply`
// is the only way a circle changes, and the words and names stand beside the events by id
// (wordbook.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "timekeeper/session.h"
#include "timekeeper/wordbook.h"

namespace turnkeeper::timekeeper {

inline constexpr std::size_t kMostSeats = 8;
inline constexpr std::size_t kMostFacilitators = 4;  ///< with or without a seat
inline constexpr std::size_t kMostObservers = 4;

/// The links that a circle has one of each. A member's own link comes with their place.
enum class LinkKind : std::uint8_t { invite, facilitator, coordinator, display };

/// Somebody with a place in the circle. Changed by circle.member_seated.
struct CircleMember {
  MemberId id;
  Role role = Role::member;
  bool seated = false;
  WordsId name;
  std::optional<WordsId> pronouns;
  std::optional<WordsId> time_zone;
  std::optional<std::string>
      agreement;  ///< that they accepted; absent for a seat that waits for its member
  bool operator==(const CircleMember&) const = default;
};

/// What makes a repeated change the same one: the client's id, and the place that was asked for. So
/// whoever holds a lesser link cannot repeat their way into a greater place.
using PlaceChange = std::tuple<std::string, Role, bool>;

struct Circle {
  CircleId id;  ///< empty until circle.created
  WordsId name;
  Agenda agenda;                      ///< of the next session; changed by circle.agenda_changed
  std::vector<CircleMember> members;  ///< in the order they came
  std::map<PlaceChange, MemberId> places;  ///< changed by circle.member_seated
  std::vector<SessionId> sessions;  ///< the first is number 1; changed by circle.session_planned
  std::map<LinkKind, int> links;    ///< how often each was issued; changed by circle.link_issued
  int words_issued = 0;

  bool operator==(const Circle&) const = default;
};

// Events.

struct CircleCreated {
  CircleId circle;
  WordsId name;
  Agenda agenda;
  bool operator==(const CircleCreated&) const = default;
};
/// Of the sessions that are planned from now on, and of one that is planned and has not begun.
struct CircleAgendaChanged {
  Agenda agenda;
  bool operator==(const CircleAgendaChanged&) const = default;
};
struct CircleMemberSeated {
  CircleMember member;
  std::string change;  ///< the client's id for it; may be empty
  bool operator==(const CircleMemberSeated&) const = default;
};
/// The secret itself is nowhere but with those who were given it.
struct CircleLinkIssued {
  LinkKind kind = LinkKind::invite;
  bool operator==(const CircleLinkIssued&) const = default;
};
struct CircleSessionPlanned {
  SessionId session;
  int number = 1;
  bool operator==(const CircleSessionPlanned&) const = default;
};
/// What became of an action after its session.
struct CircleActionUpdated {
  ActionId action;
  std::optional<ActionStatus> status;
  std::optional<WordsId> note;
  std::optional<Date> due;
  bool operator==(const CircleActionUpdated&) const = default;
};

using CircleEventBody = std::variant<CircleCreated, CircleAgendaChanged, CircleMemberSeated,
                                     CircleLinkIssued, CircleSessionPlanned, CircleActionUpdated>;

struct CircleEvent {
  Instant at;
  std::optional<MemberId> by;  ///< nobody, when a link without a member did it
  CircleEventBody body;
};

// Commands. Texts are already checked by whoever made the command; everything else is checked here.

struct CreateCircle {
  CircleId circle;
  std::string name;
  Agenda agenda;
};
struct SetAgenda {
  Agenda agenda;
};
struct TakePlace {
  std::string name;
  std::optional<std::string> pronouns;
  std::optional<std::string> time_zone;
  Role role = Role::member;
  bool seated = true;  ///< only a facilitator has the choice
  std::optional<std::string> agreement;
  std::string change;  ///< the client's id; empty means that it cannot be repeated
};
struct IssueLink {
  LinkKind kind = LinkKind::invite;
};
/// The session after `over`, which is the last one and has ended (absent for the first). If another
/// one is the last by now, someone else was faster: `session_open`.
struct PlanNextSession {
  std::optional<SessionId> over;
};
struct UpdateAction {
  ActionId action;
  std::optional<ActionStatus> status;
  std::optional<std::string> note;
  std::optional<Date> due;
};

using CircleCommandBody =
    std::variant<CreateCircle, SetAgenda, TakePlace, IssueLink, PlanNextSession, UpdateAction>;

struct CircleCommand {
  std::optional<MemberId> by;
  CircleCommandBody body;
};

enum class CircleReason : std::uint8_t {
  invalid_agenda,
  circle_full,
  facilitators_full,
  observers_full,
  session_open,
  due_in_past,
};

struct CircleRejection {
  CircleReason reason;
};

/// What a command becomes. No events mean that nothing has to change: the place was taken by this
/// very change before, or the agenda is this one.
struct CircleDecision {
  std::vector<CircleEvent> events;
  std::vector<Words> words;
  std::optional<MemberId> member;    ///< whose place it is, for TakePlace
  std::optional<SessionId> session;  ///< for PlanNextSession
};

/// Decides `command` at `now`. REQUIRES: the circle was created, or this is CreateCircle and it was
/// not.
std::variant<CircleDecision, CircleRejection> decide_circle(const Circle& circle,
                                                            const CircleCommand& command,
                                                            Instant now);

/// `event` comes from `decide_circle` in this very state.
void apply(Circle& circle, const CircleEvent& event);

/// nullptr if nobody has that id.
const CircleMember* find_member(const Circle& circle, const MemberId& member);

}  // namespace turnkeeper::timekeeper
