// The books of a session, kept a second time: from its events alone, by somebody who never saw how
// the timekeeper does it. It knows the agenda's numbers and what PROTOCOL.md says of each event.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "timekeeper/event.h"

namespace turnkeeper::testing {

class Ledger {
 public:
  /// REQUIRES: the event follows those that were entered before.
  void enter(const timekeeper::Event& event);

  /// Where the books do not add up, or the session says something else; in a sentence.
  std::optional<std::string> disagreement(const timekeeper::Session& session) const;

 private:
  using Millis = timekeeper::Millis;

  struct Account {
    Millis planned{};
    Millis guaranteed{};
    Millis used{};
  };
  struct Stage {
    timekeeper::StageKind kind{};
    timekeeper::MemberId holder;
  };
  struct Entering;

  /// Everything anew, for those who have a seat.
  void open();
  Millis left(const timekeeper::MemberId& member) const;
  Millis sum() const;
  /// The turn is over: nothing is left of it.
  void close(const timekeeper::MemberId& member);
  /// The current stage, and what it belongs to, gets more.
  void lengthen(Millis amount);
  void cut_what_runs(Millis amount, Millis of_stage);
  void push_end(Millis amount);
  void pay_out(const timekeeper::Transfer& paid);
  void pay_in(const timekeeper::Transfer& returned);

  timekeeper::Shared<timekeeper::Agenda> agenda_;
  std::vector<timekeeper::MemberId> seats_;  ///< in the order of their turns
  bool started_ = false;
  bool checking_in_ = false;
  Stage stage_;
  Millis total_{};
  Millis late_{};
  Millis used_{};
  Millis check_in_{};
  Millis handover_{};
  Millis closing_{};
  Millis reserve_{};
  std::map<timekeeper::MemberId, Account> turns_;
  std::shared_ptr<const Ledger> before_move_;  ///< the books before the last move by hand
  std::shared_ptr<const Ledger> before_end_;   ///< and before the last stage ended
};

}  // namespace turnkeeper::testing
