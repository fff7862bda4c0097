// The room as one person sees it: questions about the state (protocol/PROTOCOL.md, "The state"),
// asked by a seat.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json.h"
#include "timekeeper/time.h"

namespace turnkeeper::client {

/// Looks at a state that somebody else keeps. Before the first join everything is empty and every
/// question a no.
class RoomView {
 public:
  RoomView(const protocol::Json& state, std::string member);

  const std::string& member() const { return member_; }

  std::string phase() const;  ///< empty before the first join
  std::string stage() const;  ///< the id of the current stage, or empty
  std::string stage_name() const;
  std::string stage_kind() const;
  std::string holder() const;  ///< whose stage it is, or empty
  bool running() const;        ///< a stage runs: neither lobby, pause nor end
  bool paused() const;
  std::string pause_since() const;
  bool holder_awaited() const;  ///< it is for a holder who dropped
  bool move_pending() const;

  std::string name_of(const std::string& member) const;

  bool mine() const;  ///< the stage is this person's
  bool seated() const;
  bool allows(
      std::string_view ability) const;  ///< `state`, `ask`, `commit`, in the stage of a turn
  bool stated() const;                  ///< this person's challenge is written
  bool committed() const;               ///< the holder's turn has an action or a waiver
  bool checked_in() const;              ///< this person has said how they arrive
  bool reflected() const;               ///< this person has written a takeaway
  bool everyone_here_reflected() const;
  bool facilitated() const;  ///< a facilitator is present

  std::size_t seated_present() const;
  std::vector<std::string> queue() const;  ///< entries that wait for the word
  std::size_t my_entries() const;  ///< this person's, of this turn, withdrawn ones not counted
  bool asked(const std::string& question) const;  ///< in this turn, by anyone
  bool my_hand_is_up() const;
  std::vector<std::string> my_open_reviews() const;  ///< actions of last time that want an answer

  /// The deadline of the current stage; nothing while there is none.
  std::optional<timekeeper::Instant> deadline() const;

 private:
  /// Null where the path leads nowhere.
  const protocol::Json& at(std::initializer_list<std::string_view> path) const;
  std::string text(std::initializer_list<std::string_view> path) const;
  bool has(std::initializer_list<std::string_view> path) const;

  const protocol::Json& state_;
  std::string member_;
};

}  // namespace turnkeeper::client
