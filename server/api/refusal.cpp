#include "api/refusal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "net/failure.h"

namespace turnkeeper::api {
namespace {

struct Known {
  std::string_view reason;
  std::string_view sentence;
};

// Where the live room would say something else, or nothing at all.
constexpr std::array kSentences{
    Known{"parse_error", "The body is no JSON that can be read."},
    Known{"credential_invalid",
          "This link is incomplete, or no longer valid. Ask whoever gave it to you for a new one."},
    Known{"not_found", "There is nothing at this address. Check it."},
    Known{"rate_limited", "Too many links from your address did not work. Wait a minute."},
    Known{"internal_error", "Something went wrong in the server. Try again in a moment."},
    Known{"server_closing", "The server is going down. Come back in a moment."},
    Known{"session_open", "The next session is planned already."},
};

std::string sentence_of(std::string_view reason) {
  const auto found = std::find_if(kSentences.begin(), kSentences.end(),
                                  [&](const Known& known) { return known.reason == reason; });
  return found == kSentences.end() ? protocol::error_of(reason).message
                                   : std::string{found->sentence};
}

std::string_view name(core::CircleReason reason) {
  switch (reason) {
    case core::CircleReason::invalid_agenda:
      return "invalid_params";
    case core::CircleReason::circle_full:
      return "circle_full";
    case core::CircleReason::facilitators_full:
      return "facilitators_full";
    case core::CircleReason::observers_full:
      return "observers_full";
    case core::CircleReason::session_open:
      return "session_open";
    case core::CircleReason::due_in_past:
      return "due_in_past";
  }
  return "";
}

net::ProblemExtras extras_of(core::CircleReason reason) {
  switch (reason) {
    case core::CircleReason::invalid_agenda:
      return {"agenda", {}};
    case core::CircleReason::circle_full:
      return {{}, core::kMostSeats};
    case core::CircleReason::facilitators_full:
      return {{}, core::kMostFacilitators};
    case core::CircleReason::observers_full:
      return {{}, core::kMostObservers};
    case core::CircleReason::due_in_past:
      return {"due", {}};
    case core::CircleReason::session_open:
      break;
  }
  return {};
}

}  // namespace

Refused refused(std::string_view reason, std::string_view detail,
                const net::ProblemExtras& extras) {
  return Refused{
      net::problem(reason, detail.empty() ? sentence_of(reason) : std::string{detail}, extras)};
}

Refused refused(core::CircleReason reason) { return refused(name(reason), {}, extras_of(reason)); }

Refused refused(const protocol::Error& error) {
  net::ProblemExtras extras;
  if (const auto field = error.data.find("field"); field != error.data.end()) {
    extras.field = field->get<std::string>();
  }
  if (const auto limit = error.data.find("limit"); limit != error.data.end()) {
    extras.limit = limit->get<std::size_t>();
  }
  return refused(error.reason, error.message, extras);
}

Refused refused(rooms::Failure failure) { return refused(net::reason_of(failure)); }

Refused wrong_field(const std::string& field, const std::string& why) {
  return refused(protocol::invalid_params(field, why));
}

}  // namespace turnkeeper::api
