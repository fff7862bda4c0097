#include "store/names.h"

#include <array>
#include <string>
#include <utility>

#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<core::Role, 3> kRoles{{{core::Role::facilitator, "facilitator"},
                                       {core::Role::member, "member"},
                                       {core::Role::observer, "observer"}}};
constexpr Names<core::Phase, 6> kPhases{{{core::Phase::lobby, "lobby"},
                                         {core::Phase::check_in, "check_in"},
                                         {core::Phase::handover, "handover"},
                                         {core::Phase::turn, "turn"},
                                         {core::Phase::closing, "closing"},
                                         {core::Phase::ended, "ended"}}};
constexpr Names<core::EndCause, 5> kEndCauses{{{core::EndCause::complete, "complete"},
                                               {core::EndCause::ended_by_hand, "ended_by_hand"},
                                               {core::EndCause::cancelled, "cancelled"},
                                               {core::EndCause::paused_too_long, "paused_too_long"},
                                               {core::EndCause::room_empty, "room_empty"}}};
constexpr Names<core::ActionStatus, 4> kStatuses{{{core::ActionStatus::open, "open"},
                                                  {core::ActionStatus::done, "done"},
                                                  {core::ActionStatus::learned, "learned"},
                                                  {core::ActionStatus::carried_on, "carried_on"}}};
constexpr Names<core::WaiverCause, 3> kWaiverCauses{
    {{core::WaiverCause::stated, "stated"},
     {core::WaiverCause::time_ran_out, "time_ran_out"},
     {core::WaiverCause::passed, "passed"}}};

template <class Enum, std::size_t N>
void find(const Names<Enum, N>& names, std::string_view text, Enum& value) {
  for (const auto& [each, known] : names) {
    if (known == text) {
      value = each;
      return;
    }
  }
  throw StoreError("The database holds the word \"" + std::string{text} +
                   "\", which this version does not know.");
}

}  // namespace

std::string_view name(core::ActionStatus status) {
  for (const auto& [each, text] : kStatuses) {
    if (each == status) return text;
  }
  return {};
}

void parse(std::string_view text, core::Role& value) { find(kRoles, text, value); }
void parse(std::string_view text, core::Phase& value) { find(kPhases, text, value); }
void parse(std::string_view text, core::EndCause& value) { find(kEndCauses, text, value); }
void parse(std::string_view text, core::ActionStatus& value) { find(kStatuses, text, value); }
void parse(std::string_view text, core::WaiverCause& value) { find(kWaiverCauses, text, value); }

}  // namespace turnkeeper::store
