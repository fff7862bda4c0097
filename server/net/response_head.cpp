#include "net/response_head.h"

#include <array>
#include <cstdio>

#include "net/problem.h"

namespace turnkeeper::net {
namespace {

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  for (const char c : value) {
    if (c != '\r' && c != '\n') head += c;
  }
  head += "\r\n";
}

}  // namespace

Headers security_headers(const std::optional<Origin>& public_origin,
                         const std::vector<std::string>& local_sockets) {
  // 'self' covers sockets in newer browsers only, so they are named too.
  std::string sockets;
  if (public_origin) {
    sockets =
        (public_origin->scheme == "https" ? " wss://" : " ws://") + public_origin->authority();
  }
  for (const std::string& socket : local_sockets) sockets += ' ' + socket;
  Headers headers = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' "
       "data:; "
       "connect-src 'self'" +
           sockets +
           "; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Content-Type-Options", "nosniff"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
  };
  if (public_origin && public_origin->scheme == "https") {
    headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  }
  return headers;
}

std::string http_date(timekeeper::Instant instant) {
  using namespace std::chrono;
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(instant - day)};
  char text[40];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

std::string response_head(const HttpResponse& response, const ResponseFraming& framing,
                          const Headers& common, timekeeper::Instant now) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head += status_phrase(response.status);
  head += "\r\n";
  append_field(head, "Date", http_date(now));
  if (framing.content_length) {
    append_field(head, "Content-Length", std::to_string(*framing.content_length));
    if (!response.content_type.empty()) {
      append_field(head, "Content-Type", response.content_type);
    }
  }
  bool says_how_to_cache = false;
  bool names_connection = false;
  for (const auto& [name, value] : response.headers) {
    says_how_to_cache = says_how_to_cache || name == "Cache-Control";
    names_connection = names_connection || name == "Connection";
    append_field(head, name, value);
  }
  if (!names_connection)
    append_field(head, "Connection", framing.keep_alive ? "keep-alive" : "close");
  // Answers hold what a link opens, so no cache keeps them unless they say otherwise.
  if (!says_how_to_cache) append_field(head, "Cache-Control", "no-store");
  for (const auto& [name, value] : common) append_field(head, name, value);
  return head + "\r\n";
}

}  // namespace turnkeeper::net
