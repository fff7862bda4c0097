// The methods of the room: one table from which the dispatch refuses and decodes, and which the
// tests hold against the schemas and the headings of PROTOCOL.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/errors.h"
#include "protocol/json.h"
#include "timekeeper/command.h"

namespace turnkeeper::protocol {

/// The role of a connection: a participant's, or a display's.
enum class Caller : std::uint8_t { facilitator = 1, member = 2, observer = 4, display = 8 };

Caller caller_of(timekeeper::Role role);
std::string_view name(Caller caller);

struct Position {
  std::string epoch;
  std::optional<std::string> run;  ///< nothing, from a client that does not know of runs
  std::uint64_t seq = 0;
};
struct RoomJoin {
  std::string token;
  std::optional<Position> resume;
};
struct RoomLeave {};
struct ClockSync {};
/// A command of the core, with the client's id for it.
struct Change {
  std::string id;
  timekeeper::CommandBody command;
  std::optional<int> plan;  ///< for which its sender was shown the price
};
/// What a change would cost whom, without making it.
struct TimePreview {
  timekeeper::CommandBody command;
};
using Call = std::variant<RoomJoin, RoomLeave, ClockSync, TimePreview, Change>;

struct Method {
  std::string_view name;
  std::uint8_t callers;  ///< a sum of Caller
  std::variant<Call, Error> (*decode)(const Json& params);
  bool priced = false;  ///< somebody may pay for it: it takes `plan`, and time.preview foresees it

  bool allows(Caller caller) const { return (callers & static_cast<std::uint8_t>(caller)) != 0; }
};

std::span<const Method> methods();
const Method* find_method(std::string_view name);

/// A request as it came: JSON-RPC 2.0, section 4.
struct Request {
  Json id;  ///< a string or an integer
  const Method* method = nullptr;
  Json params;
};
/// A request that cannot be one: `id` is null where it could not be read.
struct BadRequest {
  Json id;
  Error error;
};
/// Reads the envelope; the params are decoded by `method->decode` after the role was looked at.
std::variant<Request, BadRequest> read_request(std::string_view text);

/// {"jsonrpc":"2.0","id":…,"result":…} and the like, serialised.
std::string answer(const Json& id, const Json& result);
std::string refusal(const Json& id, const Error& error);
std::string notification(std::string_view method, const Json& params);

}  // namespace turnkeeper::protocol
