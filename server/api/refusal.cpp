#include "api/refusal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/limits.h"

namespace turnkeeper::api {
namespace {

struct Known {
  std::string_view reason;
  int status;
  std::string_view sentence = {};  ///< empty: the one that the live room says
};

// Whatever is not here is refused as things stand: 409.
constexpr std::array kKnown{
    Known{"parse_error", 400, "The body is no JSON that can be read."},
    Known{"invalid_params", 400},
    Known{"text_empty", 400},
    Known{"text_too_long", 400},
    Known{"text_invalid", 400},
    Known{"credential_invalid", 401,
          "This link is incomplete, or no longer valid. Ask whoever gave it to you for a new one."},
    Known{"not_allowed", 403},
    Known{"not_found", 404, "There is nothing at this address. Check it."},
    Known{"method_not_allowed", 405},
    Known{"body_too_large", 413},
    Known{"unsupported_media_type", 415},
    Known{"rate_limited", 429, "Too many links from your address did not work. Wait a minute."},
    Known{"internal_error", 500, "Something went wrong in the server. Try again in a moment."},
    Known{"storage_unavailable", 503},
    Known{"busy", 503},
    Known{"server_closing", 503, "The server is going down. Come back in a moment."},
    Known{"session_open", 409, "The next session is planned already."},
};

const Known* find(std::string_view reason) {
  const auto found = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& known) { return known.reason == reason; });
  return found == kKnown.end() ? nullptr : &*found;
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
      return {{}, protocol::limits::kSeats};
    case core::CircleReason::facilitators_full:
      return {{}, protocol::limits::kFacilitators};
    case core::CircleReason::observers_full:
      return {{}, protocol::limits::kObservers};
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
  const Known* known = find(reason);
  const int status = known == nullptr ? 409 : known->status;
  if (detail.empty() && known != nullptr) detail = known->sentence;
  const std::string sentence =
      detail.empty() ? protocol::error_of(reason).message : std::string{detail};
  return Refused{net::problem(status, reason, sentence, extras)};
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

Refused wrong_field(const std::string& field, const std::string& why) {
  return refused(protocol::invalid_params(field, why));
}

}  // namespace turnkeeper::api
