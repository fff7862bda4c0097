#include "timekeeper/agenda.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "timekeeper/circle.h"

namespace turnkeeper::timekeeper {

namespace {

constexpr int kMostMembers = static_cast<int>(kMostSeats);
constexpr std::size_t kMostStages = 12;
constexpr std::size_t kMostPrompts = 12;
constexpr Millis kLeast{1'000};
constexpr Millis kLongest = std::chrono::hours{8};

struct LengthRule {
  const char* field;
  Millis Agenda::*length;
  Millis least;
};

constexpr LengthRule kLengths[] = {
    {"total_s", &Agenda::total, kLeast},
    {"check_in_s", &Agenda::check_in, kLeast},
    {"turn_s", &Agenda::turn, kLeast},
    {"handover_s", &Agenda::handover, Millis{0}},
    {"closing_s", &Agenda::closing, kLeast},
    {"shortest_s", &Agenda::shortest, kLeast},
    {"overtime_block_s", &Agenda::overtime_block, Millis{0}},
    {"move_delay_s", &Agenda::move_delay, Millis{0}},
    {"grace_s", &Agenda::grace, Millis{0}},
    {"hold_s", &Agenda::hold, Millis{0}},
    {"hold_in_turn_s", &Agenda::hold_in_turn, Millis{0}},
    {"vote_s", &Agenda::vote, kLeast},
    {"take_back_s", &Agenda::take_back, Millis{0}},
    {"deputy_after_s", &Agenda::deputy_after, Millis{0}},
    {"reopen_s", &Agenda::reopen, Millis{0}},
    {"lobby_limit_s", &Agenda::lobby_limit, kLeast},
    {"return_wait_s", &Agenda::return_wait, kLeast},
    {"pause_limit_s", &Agenda::pause_limit, kLeast},
    {"empty_after_s", &Agenda::empty_after, kLeast},
    {"empty_limit_s", &Agenda::empty_limit, kLeast},
};

struct PercentRule {
  const char* field;
  int Agenda::*percent;
  int least;
  int most;
};

constexpr PercentRule kPercents[] = {
    {"floor_percent", &Agenda::floor_percent, 0, 100},
    {"closing_floor_percent", &Agenda::closing_floor_percent, 0, 100},
    {"growth_percent", &Agenda::growth_percent, 100, 400},
};

std::optional<FieldFault> fault_of_numbers(const Agenda& agenda) {
  if (agenda.for_members < 2 || agenda.for_members > kMostMembers) {
    return FieldFault{"for_members", "must be 2 to " + std::to_string(kMostMembers)};
  }
  for (const auto& rule : kLengths) {
    const Millis length = agenda.*rule.length;
    if (length < rule.least || length > kLongest) {
      return FieldFault{rule.field, "must be " + std::to_string(rule.least.count() / 1'000) +
                                        " to " + std::to_string(kLongest.count() / 1'000) +
                                        " seconds"};
    }
  }
  for (const auto& rule : kPercents) {
    const int percent = agenda.*rule.percent;
    if (percent < rule.least || percent > rule.most) {
      return FieldFault{rule.field, "must be " + std::to_string(rule.least) + " to " +
                                        std::to_string(rule.most) + " percent"};
    }
  }
  if (agenda.reserve() < Millis{0}) {
    return FieldFault{"total_s", "is " + std::to_string(-agenda.reserve().count() / 1'000) +
                                     " seconds less than its parts add up to"};
  }
  if (agenda.spotlights && (*agenda.spotlights < 1 || *agenda.spotlights > kMostMembers)) {
    return FieldFault{"spotlights", "must be 1 to " + std::to_string(kMostMembers)};
  }
  if (agenda.shortest > agenda.turn) {
    return FieldFault{"shortest_s", "must not be longer than a turn"};
  }
  return std::nullopt;
}

bool is_plain_name(const std::string& text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string in_seconds(Millis length) {
  return std::to_string(length.count() / 1'000) + " seconds";
}

std::optional<FieldFault> fault_of_length(const StageSpec& stage, const std::string& path) {
  if (stage.length == Millis{0}) {
    if (stage.share_percent >= 1 && stage.share_percent <= 100) return std::nullopt;
    return FieldFault{path + ".share", "must be 1 to 100 percent"};
  }
  if (stage.share_percent != 0) {
    return FieldFault{path + ".share", "stands beside a length: take one of the two"};
  }
  if (stage.length >= kLeast && stage.length <= kLongest) return std::nullopt;
  return FieldFault{path + ".length_s",
                    "must be 1 to " + std::to_string(kLongest.count() / 1'000) + " seconds"};
}

std::optional<FieldFault> fault_of_stages(const std::vector<StageSpec>& stages) {
  if (stages.empty() || stages.size() > kMostStages) {
    return FieldFault{"stages", "must be 1 to " + std::to_string(kMostStages) + " stages"};
  }
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const auto path = "stages[" + std::to_string(i) + "]";
    const auto& stage = stages[i];
    if (!is_plain_name(stage.id)) {
      return FieldFault{path + ".id", "must be 1 to 40 of a-z, 0-9, - and _"};
    }
    if (std::any_of(stages.begin(), stages.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const StageSpec& earlier) { return earlier.id == stage.id; })) {
      return FieldFault{path + ".id", "stands twice: " + stage.id};
    }
    if (auto fault = fault_of_length(stage, path)) return fault;
    if (stage.needs == Needs::action && !stage.allows.contains(Ability::commit)) {
      return FieldFault{path + ".needs", "needs an action where none can be made: allow commit"};
    }
    if (stage.needs == Needs::challenge && !stage.allows.contains(Ability::state)) {
      return FieldFault{path + ".needs", "needs a challenge where none can be stated: allow state"};
    }
    if (stage.ends_by.empty()) {
      return FieldFault{path + ".ends_by", "names nobody who could end it: name at least one"};
    }
    if (stage.prompts.size() > kMostPrompts) {
      return FieldFault{path + ".prompts", "must be at most " + std::to_string(kMostPrompts)};
    }
  }
  return std::nullopt;
}

std::optional<FieldFault> fault_of_sum(const Agenda& agenda) {
  int shares = 0;
  Millis lengths{0};
  for (const auto& stage : agenda.stages) {
    shares += stage.share_percent;
    lengths += stage.length;
  }
  const bool shared = shares > 0;
  if (shared && shares != 100) {
    return FieldFault{"stages",
                      "have shares that add up to " + std::to_string(shares) + ", not to 100"};
  }
  if (shared ? lengths >= agenda.turn : lengths != agenda.turn) {
    return FieldFault{"stages", "have lengths that add up to " + in_seconds(lengths) +
                                    (shared ? " and leave nothing of a turn of " : ", not to ") +
                                    in_seconds(agenda.turn)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<FieldFault> fault_of(const Agenda& agenda) {
  if (!is_plain_name(agenda.name)) {
    return FieldFault{"name", "must be 1 to 40 of a-z, 0-9, - and _"};
  }
  if (auto fault = fault_of_numbers(agenda)) return fault;
  if (auto fault = fault_of_stages(agenda.stages)) return fault;
  return fault_of_sum(agenda);
}

Deal deal(const Agenda& agenda, std::size_t members) {
  const auto people = static_cast<Millis::rep>(members);
  Deal dealt;
  dealt.check_in = agenda.check_in;
  dealt.handover = agenda.handover;
  dealt.closing = agenda.closing;
  dealt.reserve = agenda.reserve();
  const Millis beside = people * agenda.check_in + agenda.closing + dealt.reserve;
  const auto for_turns = [&](Millis::rep turns) {
    return std::max(Millis{0}, agenda.total - beside - turns * agenda.handover);
  };
  auto turns = std::max<Millis::rep>(
      1, std::min<Millis::rep>(people, agenda.spotlights.value_or(kMostMembers)));
  while (turns > 1 && for_turns(turns) / turns < agenda.shortest) --turns;
  dealt.turns.assign(static_cast<std::size_t>(turns), for_turns(turns) / turns);
  const auto odd = static_cast<std::size_t>((for_turns(turns) % turns).count());
  for (std::size_t i = 0; i < odd; ++i) dealt.turns[i] += Millis{1};
  return dealt;
}

Millis length_of_stage(const Agenda& agenda, std::size_t index, Millis left) {
  Millis fixed{0};  // of the stages from here on
  Millis all_fixed{0};
  int shares = 0;
  for (std::size_t i = 0; i < agenda.stages.size(); ++i) {
    all_fixed += agenda.stages[i].length;
    if (i < index) continue;
    fixed += agenda.stages[i].length;
    shares += agenda.stages[i].share_percent;
  }
  const auto& stage = agenda.stages.at(index);
  if (fixed == Millis{0}) return left * stage.share_percent / shares;
  if (shares == 0) return left * stage.length.count() / fixed.count();
  const Millis shared = (agenda.turn - all_fixed) * shares / 100;  // as it is written
  if (left < fixed + shared) {                                     // cut: all in proportion
    const Millis written = stage.length + (agenda.turn - all_fixed) * stage.share_percent / 100;
    return left * written.count() / (fixed + shared).count();
  }
  return stage.length + (left - fixed) * stage.share_percent / shares;
}

Millis guarantee_of(const Agenda& agenda, Millis share) {
  return std::min(share, std::max(share * agenda.floor_percent / 100, agenda.shortest));
}

}  // namespace turnkeeper::timekeeper
