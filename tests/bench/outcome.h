// What a session gave to whom, whichever method kept its time, and what many of them come to.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/circle_model.h"

namespace turnkeeper::bench {

/// One person's part of a session.
struct Portion {
  bool throughout = false;  ///< here from the start to the end, short drops aside
  Millis used{};            ///< of their turn, with them in the room
  Millis left{};            ///< what they could have had and did not want: given back by own choice

  Millis offered() const { return used + left; }
};

/// One session. Times count from the hour that was agreed on.
struct Outcome {
  std::vector<Portion> people;
  Millis ended{};
  Millis lost{};  ///< until its end, and nobody had the floor
  int cuts = 0;   ///< somebody was stopped before they were done
};

inline constexpr Millis kLeastTurn = std::chrono::minutes{1};  ///< less counts as no turn
inline constexpr Millis kDone = std::chrono::seconds{1};  ///< who lacks no more than that is done

/// Jain's index: 1 if all are equal, 1/n if one has everything. REQUIRES: not empty. Where nobody
/// has anything, nobody is worse off: 1.
double jain(const std::vector<Millis>& shares);

/// Many sessions with one method.
class Tally {
 public:
  /// `promise` is what nobody who was there throughout may be kept from; `end` when it should end.
  Tally(std::string method, Millis promise, Millis end)
      : method_(std::move(method)), promise_(promise), end_(end) {}

  void add(const Outcome& outcome);

  const std::string& method() const { return method_; }
  double offered() const;  ///< Jain's index over time offered, the mean of all sessions
  double used() const;
  double offered_at(int percent) const;  ///< that many of a hundred sessions have less
  double without_turn() const;           ///< of those who were there throughout, 0 to 1
  double below_promise() const;
  double over_end() const;      ///< of the sessions, 0 to 1
  double overrun() const;       ///< minutes a session
  double minutes_lost() const;  ///< a session
  double cuts() const;          ///< a session

 private:
  std::string method_;
  Millis promise_;
  Millis end_;
  std::vector<double> offered_;
  std::vector<double> used_;
  int sessions_ = 0;
  int people_ = 0;
  int without_turn_ = 0;
  int below_promise_ = 0;
  int over_end_ = 0;
  int cuts_ = 0;
  Millis overrun_{};
  Millis lost_{};
};

}  // namespace turnkeeper::bench
