#include "app/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "net/client_address.h"
#include "net/listen_address.h"
#include "net/origin.h"

namespace turnkeeper::app {
namespace {

using Values = std::vector<std::string>;

constexpr std::size_t kShortestCreateToken = 16;

std::string in_quotes(const std::string& text) { return '"' + text + '"'; }

const std::string& needed(const Values& values) {
  if (values.front().empty()) throw std::invalid_argument("it is empty; give it a value");
  return values.front();
}

double number_in(const Values& values, double least, double most) {
  const std::string& text = needed(values);
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && rest == text.data() + text.size();
  if (whole && number >= least && number <= most) return number;
  const auto plain = [](double value) {
    std::string written = std::to_string(value);
    written.erase(written.find_last_not_of('0') + 1);
    if (written.back() == '.') written.pop_back();
    return written;
  };
  throw std::invalid_argument(in_quotes(text) + " is not a number from " + plain(least) + " to " +
                              plain(most));
}

void set_listen(Chosen& chosen, const Values& values) {
  net::parse_listen_address(needed(values));
  chosen.options.listen = values.front();
}

void set_data(Chosen& chosen, const Values& values) { chosen.options.data = needed(values); }

void set_web(Chosen& chosen, const Values& values) { chosen.options.web = needed(values); }

std::string origin_in(std::string text) {
  if (text.ends_with('/')) text.pop_back();
  const auto origin = net::parse_origin(text);
  if (!origin) {
    throw std::invalid_argument(in_quotes(text) +
                                " is not of the form https://HOST or http://HOST:PORT");
  }
  return origin->to_text();
}

void set_public_url(Chosen& chosen, const Values& values) {
  chosen.options.public_url = origin_in(needed(values));
}

void set_allow_origins(Chosen& chosen, const Values& values) {
  chosen.options.allow_origins.clear();
  for (const std::string& value : values) {
    chosen.options.allow_origins.push_back(origin_in(value));
  }
}

void set_trusted_proxies(Chosen& chosen, const Values& values) {
  chosen.options.trusted_proxies.clear();
  for (const std::string& value : values) {
    auto address = net::one_spelling(value);
    if (!address) throw std::invalid_argument(in_quotes(value) + " is not an IP address");
    chosen.options.trusted_proxies.push_back(*std::move(address));
  }
}

void set_log_level(Chosen& chosen, const Values& values) {
  static constexpr std::array<std::pair<std::string_view, net::LogLevel>, 4> levels{{
      {"debug", net::LogLevel::debug},
      {"info", net::LogLevel::info},
      {"warning", net::LogLevel::warning},
      {"error", net::LogLevel::error},
  }};
  const auto found = std::find_if(levels.begin(), levels.end(),
                                  [&](const auto& level) { return level.first == values.front(); });
  if (found == levels.end()) {
    throw std::invalid_argument(in_quotes(values.front()) +
                                " is not one of debug, info, warning, error");
  }
  chosen.options.log_level = found->second;
}

void set_create(Chosen& chosen, const Values& values) {
  const std::string& who = values.front();
  if (who != "open" && who != "token") {
    throw std::invalid_argument(in_quotes(who) + " is not one of open, token");
  }
  chosen.options.create = who == "open" ? Create::open : Create::token;
}

void set_damaged(Chosen& chosen, const Values& values) {
  const std::string& then = values.front();
  if (then != "refuse" && then != "serve") {
    throw std::invalid_argument(in_quotes(then) + " is not one of refuse, serve");
  }
  chosen.options.damaged = then == "serve" ? store::Damage::serve : store::Damage::refuse;
}

void set_create_token(Chosen& chosen, const Values& values) {
  const std::string& token = values.front();
  const bool plain = std::all_of(token.begin(), token.end(),
                                 [](char letter) { return letter > ' ' && letter <= '~'; });
  // What is wrong with it is said, and not what it is.
  if (token.size() < kShortestCreateToken || !plain) {
    throw std::invalid_argument("the token must have at least 16 characters of ASCII, no spaces");
  }
  chosen.options.create_token = token;
}

void set_speed(Chosen& chosen, const Values& values) {
  chosen.demo.speed = number_in(values, 0.1, 60);
}

void set_seed(Chosen& chosen, const Values& values) {
  const double seed = number_in(values, 0, 4'294'967'295.0);
  if (seed != std::floor(seed))
    throw std::invalid_argument(in_quotes(values.front()) + " is not whole");
  chosen.demo.seed = static_cast<std::uint32_t>(seed);
}

void set_wait(Chosen& chosen, const Values& values) {
  chosen.demo.wait =
      std::chrono::milliseconds{static_cast<std::int64_t>(1000 * number_in(values, 0, 86'400))};
}

constexpr std::array<Setting, 13> table{{
    {"listen", "ADDRESS:PORT", "where to listen; port 0 takes a free one [127.0.0.1:8080]", true,
     true, false, set_listen},
    {"data", "DIR", "the folder of the database [$XDG_DATA_HOME/turnkeeper]", true, false, false,
     set_data, true},
    {"web", "DIR", "the folder of the browser client, or none [beside the program]", true, true,
     false, set_web},
    {"public-url", "URL", "as people open it, behind a proxy [the address that it listens on]",
     true, true, false, set_public_url},
    {"allow-origin", "URL", "a further site whose pages may connect; repeatable [none]", true, true,
     true, set_allow_origins},
    {"trusted-proxy", "ADDRESS", "a proxy whose X-Forwarded-For is believed; repeatable [none]",
     true, true, true, set_trusted_proxies},
    {"log-level", "LEVEL", "debug, info, warning or error [info; demo: warning]", true, true, false,
     set_log_level},
    {"create", "open|token", "who may start a circle: anyone, or who has the token [open]", true,
     false, false, set_create},
    {"create-token", "TOKEN", "with --create token; better in the environment or in the file", true,
     false, false, set_create_token},
    {"damaged", "refuse|serve", "when data are not as they were written [refuse]", true, false,
     false, set_damaged},
    {"speed", "N", "how many times faster than life, 0.1 to 60 [1]", false, true, false, set_speed},
    {"seed", "N", "of the members' chance: the same seed, the same story [1]", false, true, false,
     set_seed},
    {"wait", "SECONDS", "in the lobby before it begins, divided by the speed [15]", false, true,
     false, set_wait},
}};

}  // namespace

bool Setting::belongs_to(Command command) const {
  switch (command) {
    case Command::serve:
      return serve;
    case Command::demo:
      return demo;
    case Command::backup:
    case Command::restore:
    case Command::check:
      return upkeep;
    case Command::limits:
    case Command::version:
      return false;
  }
  return false;
}

std::string Setting::variable() const {
  std::string text = "TURNKEEPER_";
  for (const char letter : name) {
    text += letter == '-' ? '_' : static_cast<char>(letter - 'a' + 'A');
  }
  return text;
}

std::span<const Setting> settings() { return table; }

const Setting* find_setting(std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Setting& setting) { return setting.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace turnkeeper::app
