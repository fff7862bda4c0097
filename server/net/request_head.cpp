#include "net/request_head.h"

#include <algorithm>

#include "net/origin.h"
#include "net/problem.h"
#include "net/target.h"
#include "protocol/ascii.h"
#include "protocol/limits.h"

namespace turnkeeper::net {
namespace {

namespace limits = protocol::limits;

constexpr std::string_view kLineEnd = "Lines have to end with CR LF.";

using Fault = std::optional<HttpResponse>;

bool same_in_any_case(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return protocol::lower(a) == protocol::lower(b); });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_token_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

HttpResponse malformed(std::string_view detail) { return problem("malformed_request", detail); }

// The text up to the next CRLF, taken off `rest`; nothing if a bare CR or LF comes first.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find_first_of("\r\n");
  if (end == std::string_view::npos || rest.substr(end, 2) != "\r\n") return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

// A proxy may send the whole URL (RFC 9112, 3.2.2): then its authority counts, and must be the Host
// too.
Fault read_absolute_form(std::string_view& target, std::optional<std::string>& authority) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t slash = target.find('/');
    authority = target.substr(0, slash);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
    return std::nullopt;
  }
  return malformed("The request target has to be a path that starts with a slash.");
}

Fault read_request_line(std::string_view line, RequestHead& head,
                        std::optional<std::string>& authority) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return malformed("The first line has to be a method, a path and HTTP/1.1.");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view version = line.substr(last + 1);
  std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_token(method)) return malformed("The method is not a word of letters.");
  const bool visible = std::all_of(target.begin(), target.end(),
                                   [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
  if (target.empty() || !visible) return malformed("The request target has a forbidden character.");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    if (version.starts_with("HTTP/") && version.size() == 8 && is_digit(version[5])) {
      return problem("version_not_supported", "This server speaks HTTP/1.1.");
    }
    return malformed("The first line has to end with HTTP/1.1.");
  }
  if (target.front() != '/' && target != "*") {
    if (auto fault = read_absolute_form(target, authority)) return fault;
  }
  head.method = method;
  head.target = target;
  head.http_1_0 = version == "HTTP/1.0";
  if (target == "*") return std::nullopt;
  auto read = read_target(target);
  if (!read) return malformed("The path has bad escapes, or leads out of this server.");
  head.path = std::move(read->path);
  head.query = std::move(read->query);
  return std::nullopt;
}

Fault read_field(std::string_view line, RequestHead& head) {
  if (line.front() == ' ' || line.front() == '\t') {
    return malformed("A header field goes on in the next line; write it in one.");
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return malformed("A header field has no proper name before its colon.");
  }
  const std::string_view value = protocol::trimmed(line.substr(colon + 1));
  const bool clean = std::none_of(value.begin(), value.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
  if (!clean) return malformed("A header field holds a control character.");
  std::string name{line.substr(0, colon)};
  std::transform(name.begin(), name.end(), name.begin(), protocol::lower);
  head.fields.emplace_back(std::move(name), value);
  return std::nullopt;
}

Fault check_host(RequestHead& head, const std::optional<std::string>& authority) {
  if (head.count("host") != 1) return malformed("A request needs one Host field.");
  if (!parse_authority(*head.field("host"))) return malformed("The Host field is no host.");
  if (authority && !same_in_any_case(*authority, *head.field("host"))) {
    return malformed("The Host field and the request target name different hosts.");
  }
  return std::nullopt;
}

// How long the body is, in one way only (RFC 9112, 6.3): two answers to that are how requests are
// smuggled.
Fault read_framing(RequestHead& head) {
  const std::size_t lengths = head.count("content-length");
  const std::size_t codings = head.count("transfer-encoding");
  if (lengths + codings > 1) return malformed("The length of the body is given twice.");
  if (codings == 1) {
    if (head.http_1_0 || !same_in_any_case(*head.field("transfer-encoding"), "chunked")) {
      return malformed("The only transfer coding here is chunked, in HTTP/1.1.");
    }
    head.chunked = true;
  }
  if (lengths == 1) {
    const std::string& digits = *head.field("content-length");
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
      return malformed("Content-Length is not a number.");
    }
    head.content_length = digits.size() > 18 ? limits::kBodyBytes + 1 : std::stoull(digits);
    if (*head.content_length > limits::kBodyBytes) {
      return problem("body_too_large", "Send at most 64 KiB.", {{}, limits::kBodyBytes});
    }
  }
  return std::nullopt;
}

}  // namespace

const std::string* RequestHead::field(std::string_view lower_case_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) {
    return field.first == lower_case_name;
  });
  return found == fields.end() ? nullptr : &found->second;
}

std::size_t RequestHead::count(std::string_view lower_case_name) const {
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(),
                    [&](const auto& field) { return field.first == lower_case_name; }));
}

std::string RequestHead::list(std::string_view lower_case_name) const {
  std::string whole;
  for (const auto& [name, value] : fields) {
    if (name != lower_case_name) continue;
    if (!whole.empty()) whole += ", ";
    whole += value;
  }
  return whole;
}

bool RequestHead::has_token(std::string_view lower_case_name, std::string_view token) const {
  for (const auto& [name, value] : fields) {
    if (name != lower_case_name) continue;
    std::string_view rest = value;
    for (;;) {
      const std::size_t comma = rest.find(',');
      if (same_in_any_case(protocol::trimmed(rest.substr(0, comma)), token)) return true;
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return false;
}

std::optional<std::size_t> end_of_head(std::string_view received) {
  const std::size_t end = received.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  return end + 4;
}

std::optional<HttpResponse> fault_so_far(std::string_view received) {
  const std::string_view head = received.substr(0, end_of_head(received).value_or(received.size()));
  if (head.substr(0, head.find('\n')).size() > limits::kRequestLineBytes) {
    return problem("uri_too_long", "Shorten the address.", {{}, limits::kRequestLineBytes});
  }
  if (head.size() > limits::kHeaderBytes) {
    return problem("headers_too_large", "Send fewer or shorter header fields.",
                   {{}, limits::kHeaderBytes});
  }
  std::string_view rest = head;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    if (end > limits::kRequestLineBytes) {
      return problem("headers_too_large", "Shorten the longest header field.",
                     {{}, limits::kRequestLineBytes});
    }
    const std::string_view line = rest.substr(0, end + 1);
    if (line.ends_with('\n') && !line.ends_with("\r\n")) return malformed(kLineEnd);
    rest.remove_prefix(end + 1);
  }
  return std::nullopt;
}

std::variant<RequestHead, HttpResponse> read_head(std::string_view raw) {
  RequestHead head;
  std::optional<std::string> authority;
  const auto first = take_line(raw);
  if (!first) return malformed(kLineEnd);
  if (auto fault = read_request_line(*first, head, authority)) return *std::move(fault);
  for (;;) {
    const auto line = take_line(raw);
    if (!line) return malformed(kLineEnd);
    if (line->empty()) break;
    if (auto fault = read_field(*line, head)) return *std::move(fault);
  }
  if (auto fault = check_host(head, authority)) return *std::move(fault);
  if (auto fault = read_framing(head)) return *std::move(fault);
  head.keep_alive = head.http_1_0 ? head.has_token("connection", "keep-alive")
                                  : !head.has_token("connection", "close");
  return head;
}

}  // namespace turnkeeper::net
