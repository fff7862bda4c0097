#include "timekeeper/agenda.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace turnkeeper::timekeeper {

namespace {

constexpr int kMostMembers = 8;
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

std::optional<FieldFault> fault_of_stages(const std::vector<StageSpec>& stages) {
  if (stages.empty() || stages.size() > kMostStages) {
    return FieldFault{"stages", "must be 1 to " + std::to_string(kMostStages) + " stages"};
  }
  int shares = 0;
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
    if (stage.share_percent < 1 || stage.share_percent > 100) {
      return FieldFault{path + ".share", "must be 1 to 100 percent"};
    }
    if (stage.needs_action && !stage.allows.contains(Ability::commit)) {
      return FieldFault{path + ".needs", "needs an action where none can be made: allow commit"};
    }
    if (stage.prompts.size() > kMostPrompts) {
      return FieldFault{path + ".prompts", "must be at most " + std::to_string(kMostPrompts)};
    }
    shares += stage.share_percent;
  }
  if (shares != 100) {
    return FieldFault{"stages",
                      "have shares that add up to " + std::to_string(shares) + ", not to 100"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<FieldFault> fault_of(const Agenda& agenda) {
  if (!is_plain_name(agenda.name)) {
    return FieldFault{"name", "must be 1 to 40 of a-z, 0-9, - and _"};
  }
  if (auto fault = fault_of_numbers(agenda)) return fault;
  return fault_of_stages(agenda.stages);
}

Deal deal(const Agenda& agenda, std::size_t members) {
  const auto count = static_cast<Millis::rep>(members);
  Deal dealt;
  dealt.check_in = agenda.check_in;
  dealt.handover = agenda.handover;
  dealt.closing = agenda.closing;
  dealt.reserve = agenda.reserve();
  const Millis fixed = count * (agenda.check_in + agenda.handover) + agenda.closing + dealt.reserve;
  const Millis for_turns = std::max(Millis{0}, agenda.total - fixed);
  dealt.turns.assign(members, for_turns / std::max<Millis::rep>(count, 1));
  const auto odd = static_cast<std::size_t>((for_turns % std::max<Millis::rep>(count, 1)).count());
  for (std::size_t i = 0; i < odd && i < members; ++i) dealt.turns[i] += Millis{1};
  return dealt;
}

Millis guarantee_of(const Agenda& agenda, Millis share) {
  return std::min(share, std::max(share * agenda.floor_percent / 100, agenda.shortest));
}

}  // namespace turnkeeper::timekeeper
