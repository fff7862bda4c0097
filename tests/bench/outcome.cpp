#include "tests/bench/outcome.h"

#include <algorithm>
#include <numeric>

namespace turnkeeper::bench {

namespace {

constexpr Millis kBreath = std::chrono::seconds{10};  ///< nobody calls that an overrun, or a loss

double mean(const std::vector<double>& of) {
  if (of.empty()) return 0;
  return std::accumulate(of.begin(), of.end(), 0.0) / static_cast<double>(of.size());
}

double in_minutes(Millis length) { return static_cast<double>(length.count()) / 60'000; }

double ratio(double part, int whole) { return whole == 0 ? 0 : part / whole; }

}  // namespace

double jain(const std::vector<Millis>& shares) {
  double sum = 0;
  double squares = 0;
  for (const auto share : shares) {
    const auto amount = static_cast<double>(share.count());
    sum += amount;
    squares += amount * amount;
  }
  return squares == 0 ? 1 : sum * sum / (static_cast<double>(shares.size()) * squares);
}

void Tally::add(const Outcome& outcome) {
  std::vector<Millis> offered;
  std::vector<Millis> used;
  for (const auto& portion : outcome.people) {
    if (!portion.throughout) continue;
    offered.push_back(portion.offered());
    used.push_back(portion.used);
    if (portion.offered() < kLeastTurn) ++without_turn_;
    if (portion.offered() + kBreath < promise_) ++below_promise_;
  }
  people_ += static_cast<int>(offered.size());
  if (!offered.empty()) {
    offered_.push_back(jain(offered));
    used_.push_back(jain(used));
  }
  ++sessions_;
  cuts_ += outcome.cuts;
  lost_ += outcome.lost;
  overrun_ += std::max(Millis{0}, outcome.ended - end_);
  if (outcome.ended > end_ + kBreath) ++over_end_;
}

double Tally::offered() const { return mean(offered_); }
double Tally::used() const { return mean(used_); }

double Tally::offered_at(int percent) const {
  if (offered_.empty()) return 0;
  auto sorted = offered_;
  std::sort(sorted.begin(), sorted.end());
  return sorted[(sorted.size() - 1) * static_cast<std::size_t>(percent) / 100];
}

double Tally::without_turn() const { return ratio(without_turn_, people_); }
double Tally::below_promise() const { return ratio(below_promise_, people_); }
double Tally::over_end() const { return ratio(over_end_, sessions_); }
double Tally::overrun() const { return ratio(in_minutes(overrun_), sessions_); }
double Tally::minutes_lost() const { return ratio(in_minutes(lost_), sessions_); }
double Tally::cuts() const { return ratio(cuts_, sessions_); }

}  // namespace turnkeeper::bench
