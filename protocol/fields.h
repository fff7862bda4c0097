// Reads the fields of one closed JSON object, and remembers the first that is wrong.
//
// After a fault every reader returns a default, so that a decoder is written straight through and
// asks once, at the end: `if (auto error = fields.finish()) return *error;`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/errors.h"
#include "protocol/json.h"
#include "protocol/limits.h"
#include "protocol/names.h"
#include "protocol/text_rules.h"
#include "timekeeper/ids.h"
#include "timekeeper/time.h"

namespace turnkeeper::protocol {

class Fields {
 public:
  /// `path` goes before the names of fields in errors: "expect." or nothing.
  explicit Fields(const Json& object, std::string path = "");

  std::string text(std::string_view name, std::size_t most = limits::kTextCharacters);
  std::optional<std::string> optional_text(std::string_view name,
                                           std::size_t most = limits::kTextCharacters);
  /// A text on one line, without controls of writing direction.
  std::string line(std::string_view name, std::size_t most = limits::kNameCharacters);
  std::optional<std::string> optional_line(std::string_view name, std::size_t most);

  /// Any string: one that is no token is answered like one that does not fit.
  std::string token(std::string_view name);

  template <class AnyId>
  AnyId id(std::string_view name) {
    return AnyId{id_text(name).value_or("")};
  }
  template <class AnyId>
  std::optional<AnyId> optional_id(std::string_view name) {
    if (!has(name)) return std::nullopt;
    return id<AnyId>(name);
  }
  std::vector<timekeeper::MemberId> member_ids(std::string_view name, std::size_t most);

  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most);
  /// Where whoever comes next says what range is useful: one beyond `limit` is cut to it.
  std::int64_t whole_number(std::string_view name, std::int64_t limit);
  bool flag(std::string_view name);
  std::optional<timekeeper::Instant> optional_instant(std::string_view name);
  timekeeper::Date date(std::string_view name);
  std::optional<timekeeper::Date> optional_date(std::string_view name);

  template <class Enum>
  Enum choice(std::string_view name) {
    const auto text = string(name);
    const auto value = parse_name<Enum>(text);
    if (!value) wrong(name, choices<Enum>());
    return value.value_or(Enum{});
  }

  /// A required object within this one, to be read by Fields of its own; an empty object after a
  /// fault.
  const Json& object(std::string_view name);

  /// A required list; an empty one after a fault.
  const Json& list(std::string_view name);

  bool has(std::string_view name) const;
  /// Takes over the fault of an inner object.
  void adopt(std::optional<Error> fault);
  void wrong(std::string_view name, std::string why);

  /// The first fault, an unknown field included; nothing if all is well.
  std::optional<Error> finish();

 private:
  template <class Enum>
  static std::string choices() {
    std::string all = "must be one of";
    for (const auto& [each, name] : Names<Enum>::table) all += " " + std::string(name);
    return all;
  }

  const Json* find(std::string_view name);
  std::string string(std::string_view name);
  std::optional<std::string> id_text(std::string_view name);
  std::string checked(std::string_view name, std::size_t most, bool lines);

  const Json& object_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
  std::optional<Error> fault_;
};

}  // namespace turnkeeper::protocol
