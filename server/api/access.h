// Who a request comes from: its link, and what that opens.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "api/reading.h"
#include "net/attempts.h"
#include "net/http.h"
#include "store/stream.h"

namespace turnkeeper::api {

/// What a link makes of whoever holds it. A facilitator is one by the circle's facilitator link, or
/// by the personal link of a member with that role.
enum class Standing : std::uint8_t {
  guest = 1,  ///< with an invite
  member = 2,
  observer = 4,
  facilitator = 8,
  coordinator = 16,
  display = 32,
};

/// A sum of standings.
using Standings = std::uint8_t;
constexpr Standings operator|(Standing a, Standing b) {
  return static_cast<Standings>(static_cast<Standings>(a) | static_cast<Standings>(b));
}
constexpr Standings operator|(Standings a, Standing b) {
  return static_cast<Standings>(a | static_cast<Standings>(b));
}

struct Visitor {
  core::CircleId circle;
  Standing standing = Standing::guest;
  std::optional<core::MemberId> member;  ///< of a personal link
};

/// A link that is none, or opens nothing here: how that is answered depends on how often this
/// address has brought one (Access::refuse).
class BadLink : public std::exception {
 public:
  explicit BadLink(const net::HttpRequest& request)
      : peer_(request.peer), is_missing_(request.bearer.empty()) {}
  const char* what() const noexcept override { return "a link opens nothing here"; }
  const std::string& peer() const { return peer_; }
  /// Who brings none at all has guessed nothing.
  bool is_missing() const { return is_missing_; }

 private:
  std::string peer_;
  bool is_missing_;
};

/// Whoever calls, if their link is one of `circle` and opens this. Throws BadLink for whatever is
/// wrong with the link, and Refused (403) for one that does not open this. A good one always opens
/// (net::Attempts).
Visitor require(const Reading& reading, const net::HttpRequest& request,
                const core::CircleId& circle, Standings allowed);
/// The same where the circle follows from the link alone.
Visitor require(const Reading& reading, const net::HttpRequest& request, Standings allowed);

/// Who has brought bad ones. Thread: the loop's.
class Access {
 public:
  explicit Access(net::Attempts& attempts) : attempts_(attempts) {}

  /// Throws Refused: 401 with one and the same body whatever is wrong, or 429 beyond ten a minute
  /// of an address.
  [[noreturn]] void refuse(const BadLink& link);

  /// Does `work`; a BadLink that it throws is refused.
  template <class Work>
  void recognising(const Work& work) {
    try {
      work();
    } catch (const BadLink& link) {
      refuse(link);
    }
  }

  /// Throws Refused unless the request carries the token of this hash, which a person chose: after
  /// ten bad ones it is not even looked at.
  void require_token(const net::HttpRequest& request, const store::Hash& hash);

 private:
  net::Attempts& attempts_;
};

}  // namespace turnkeeper::api
