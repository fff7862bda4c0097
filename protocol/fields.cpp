#include "protocol/fields.h"

#include <algorithm>
#include <cstdint>

#include "protocol/time_text.h"

namespace turnkeeper::protocol {

namespace {
const Json kNothing = Json::object();
const Json kEmpty = Json::array();
}  // namespace

Fields::Fields(const Json& object, std::string path)
    : object_(object.is_object() ? object : kNothing), path_(std::move(path)) {
  if (!object.is_object()) {
    const auto self = path_.empty() ? std::string("params") : path_.substr(0, path_.size() - 1);
    fault_ = invalid_params(self, "must be an object");
  }
}

bool Fields::has(std::string_view name) const { return object_.contains(name); }

void Fields::adopt(std::optional<Error> fault) {
  if (!fault_) fault_ = std::move(fault);
}

void Fields::wrong(std::string_view name, std::string why) {
  if (!fault_) fault_ = invalid_params(path_ + std::string(name), std::move(why));
}

const Json* Fields::find(std::string_view name) {
  known_.emplace(name);
  const auto found = object_.find(name);
  if (found == object_.end()) {
    wrong(name, "is missing");
    return nullptr;
  }
  return &*found;
}

std::string Fields::string(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    wrong(name, "must be a string");
    return {};
  }
  return value->get<std::string>();
}

std::string Fields::checked(std::string_view name, std::size_t most, bool lines) {
  const bool faultless = !fault_;
  auto text = string(name);
  if (fault_) return faultless ? std::string() : text;
  const auto fault = fault_of_text(text, most, lines);
  if (!fault) return text;
  Error error;
  switch (*fault) {
    case TextFault::empty:
      error = error_of("text_empty");
      break;
    case TextFault::too_long:
      error = error_of("text_too_long");
      error.message =
          "The text is longer than " + std::to_string(most) + " characters: shorten it.";
      error.data["limit"] = most;
      break;
    case TextFault::invalid:
      error = error_of("text_invalid");
      break;
  }
  error.data["field"] = path_ + std::string(name);
  fault_ = std::move(error);
  return {};
}

std::string Fields::text(std::string_view name, std::size_t most) {
  return checked(name, most, true);
}

std::optional<std::string> Fields::optional_text(std::string_view name, std::size_t most) {
  if (!has(name)) return std::nullopt;
  return text(name, most);
}

std::string Fields::line(std::string_view name, std::size_t most) {
  return checked(name, most, false);
}

std::optional<std::string> Fields::optional_line(std::string_view name, std::size_t most) {
  if (!has(name)) return std::nullopt;
  return line(name, most);
}

namespace {
bool is_id(std::string_view text) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return characters >= 1 && characters <= limits::kIdCharacters;
}
}  // namespace

std::optional<std::string> Fields::id_text(std::string_view name) {
  auto text = string(name);
  if (fault_) return std::nullopt;
  if (!is_id(text)) {
    wrong(name, "must have 1 to " + std::to_string(limits::kIdCharacters) + " characters");
    return std::nullopt;
  }
  return text;
}

std::string Fields::token(std::string_view name) { return string(name); }

std::vector<timekeeper::MemberId> Fields::member_ids(std::string_view name, std::size_t most) {
  std::vector<timekeeper::MemberId> ids;
  const auto* value = find(name);
  if (value == nullptr) return ids;
  if (!value->is_array() || value->size() > most) {
    wrong(name, "must be a list of at most " + std::to_string(most) + " member ids");
    return ids;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const auto& each = (*value)[i];
    if (!each.is_string() || !is_id(each.get_ref<const std::string&>())) {
      wrong(std::string(name) + "[" + std::to_string(i) + "]", "must be a member id");
      return ids;
    }
    ids.push_back(timekeeper::MemberId{each.get<std::string>()});
  }
  return ids;
}

std::int64_t Fields::whole_number(std::string_view name, std::int64_t limit) {
  const auto* value = find(name);
  if (value == nullptr) return 0;
  if (!value->is_number_integer()) {
    wrong(name, "must be a whole number, without a point");
    return 0;
  }
  if (value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX) return limit;
  return std::clamp(value->get<std::int64_t>(), -limit, limit);
}

std::int64_t Fields::number(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto* value = find(name);
  if (value == nullptr) return least;
  const auto in_range = [&] {
    if (value->is_number_unsigned()) {
      const auto number = value->get<std::uint64_t>();
      return number <= static_cast<std::uint64_t>(INT64_MAX) &&
             static_cast<std::int64_t>(number) >= least &&
             static_cast<std::int64_t>(number) <= most;
    }
    return value->is_number_integer() && value->get<std::int64_t>() >= least &&
           value->get<std::int64_t>() <= most;
  };
  if (!in_range()) {
    const bool first = !fault_;
    wrong(name,
          "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    if (first) fault_->data.update(Json{{"least", least}, {"most", most}});
    return least;
  }
  return value->get<std::int64_t>();
}

bool Fields::flag(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return false;
  if (!value->is_boolean()) wrong(name, "must be true or false");
  return value->is_boolean() && value->get<bool>();
}

std::optional<timekeeper::Instant> Fields::optional_instant(std::string_view name) {
  if (!has(name)) return std::nullopt;
  const auto instant = parse_instant(string(name));
  if (!instant) wrong(name, "must be a time of RFC 3339 in UTC, as 2026-03-01T18:00:00.000Z");
  return instant;
}

timekeeper::Date Fields::date(std::string_view name) {
  const auto text = string(name);
  const auto date = parse_date(text);
  if (!date) wrong(name, "must be a day, written YYYY-MM-DD");
  return date.value_or(timekeeper::Date{});
}

std::optional<timekeeper::Date> Fields::optional_date(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return date(name);
}

const Json& Fields::object(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return kNothing;
  if (!value->is_object()) {
    wrong(name, "must be an object");
    return kNothing;
  }
  return *value;
}

std::optional<Error> Fields::finish() {
  if (fault_) return fault_;
  for (const auto& [name, value] : object_.items()) {
    if (!known_.contains(name)) {
      wrong(name, "is not known here");
      break;
    }
  }
  return fault_;
}

const Json& Fields::list(std::string_view name) {
  const auto* value = find(name);
  if (value == nullptr) return kEmpty;
  if (!value->is_array()) {  // how long it may be, whoever reads it says
    wrong(name, "must be a list");
    return kEmpty;
  }
  return *value;
}

}  // namespace turnkeeper::protocol
