#include "tests/bench/rivals.h"

#include <algorithm>
#include <cmath>

namespace turnkeeper::bench {

namespace {

class Meeting {
 public:
  Meeting(Rival rival, const Circle& circle, const Agenda& agenda)
      : rival_(rival), circle_(circle), agenda_(agenda), now_(circle.starts) {
    outcome_.people.resize(circle.people.size());
    for (std::size_t i = 0; i < circle.people.size(); ++i) {
      outcome_.people[i].throughout = circle.was_there_throughout(i);
      waiting_.push_back(i);
    }
    outcome_.lost = circle.starts;
  }

  Outcome live() {
    for (const auto& person : circle_.people) {
      if (person.is_here(now_)) talk(person, person.check_in, agenda_.check_in);
    }
    while (const auto next = whose_turn()) take_turn(*next);
    if (now_ < agenda_.total) close();
    outcome_.ended = now_;
    return outcome_;
  }

 private:
  struct Talk {
    Millis spoken{};
    bool done = false;
  };

  /// The first in line who is here; whoever's connection has just dropped is waited for, if nobody
  /// else is left.
  std::optional<std::size_t> whose_turn() {
    if (now_ >= agenda_.total) return std::nullopt;
    const auto here = [&](std::size_t i) { return circle_.people[i].is_here(now_); };
    auto next = std::find_if(waiting_.begin(), waiting_.end(), here);
    if (next == waiting_.end()) {
      next = std::find_if(waiting_.begin(), waiting_.end(), [&](std::size_t i) {
        return circle_.people[i].is_here(now_ + wait_for(circle_.people[i]));
      });
      if (next == waiting_.end()) return std::nullopt;
      lose(wait_for(circle_.people[*next]));
    }
    const auto found = *next;
    waiting_.erase(next);
    return found;
  }

  Millis wait_for(const Person& person) const {
    const auto& drop = person.drop;
    return drop && drop->at <= now_ && now_ < drop->over() ? drop->over() - now_ : Millis{0};
  }

  void take_turn(std::size_t index) {
    lose(agenda_.handover);
    const auto& person = circle_.people[index];
    const auto talk_of = talk(person, person.turn(), agenda_.turn);
    auto& portion = outcome_.people[index];
    portion.used = talk_of.spoken;
    if (talk_of.done) portion.left = std::max(Millis{0}, agenda_.turn - talk_of.spoken);
  }

  void close() { now_ = std::min(circle_.all_go, now_ + limit(circle_.closing, agenda_.closing)); }

  /// How long somebody goes on who wants `wish` and has `slot`.
  Millis limit(Millis wish, Millis slot, double weight_of_zero = 0.5) const {
    if (wish <= slot) return wish;
    switch (rival_) {
      case Rival::no_timekeeper:
        return wish;
      case Rival::countdown:
        return slot + Millis{std::llround(static_cast<double>((wish - slot).count()) *
                                          (1 - weight_of_zero))};
      case Rival::enforced:
        return slot;
    }
    return wish;
  }

  Talk talk(const Person& person, Millis wish, Millis slot) {
    const Millis began = now_;
    // The others wait for a connection that dropped, while a slot goes on running.
    Millis away{0};
    const Millis until = began + (rival_ == Rival::enforced ? std::min(wish, slot) : wish);
    if (person.drop && began <= person.drop->at && person.drop->at < until) {
      away = person.drop->length;
    }
    Millis end =
        began + limit(wish, std::max(Millis{0}, slot - away), person.weight_of_zero) + away;
    end = std::min(end, circle_.all_go);
    const bool leaves = person.leaves && *person.leaves < end;
    if (leaves) end = std::max(began, *person.leaves);
    away = std::min(away, end - began);
    now_ = end;
    outcome_.lost += away;
    const Talk result{end - began - away, end - began - away + kDone >= wish};
    const bool by_others = rival_ == Rival::enforced || end == circle_.all_go;
    if (!result.done && !leaves && by_others) ++outcome_.cuts;
    return result;
  }

  void lose(Millis length) {
    const Millis lost = std::min(length, std::max(Millis{0}, circle_.all_go - now_));
    now_ += lost;
    outcome_.lost += lost;
  }

  Rival rival_;
  const Circle& circle_;
  const Agenda& agenda_;
  Millis now_;
  std::vector<std::size_t> waiting_;
  Outcome outcome_;
};

}  // namespace

Outcome live_with(Rival rival, const Circle& circle, const Agenda& agenda) {
  return Meeting(rival, circle, agenda).live();
}

}  // namespace turnkeeper::bench
