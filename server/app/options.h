// What the operator decides, as values. Where each comes from: settings.h and command_line.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "net/log.h"
#include "store/database.h"

namespace turnkeeper::app {

/// Who may start a circle.
enum class Create : std::uint8_t { open, token };

struct Options {
  std::string listen = "127.0.0.1:8080";  ///< port 0 takes a free one
  std::filesystem::path data;             ///< the folder of the database; empty: the usual one
  std::filesystem::path web;  ///< the folder of the browser client; empty: none is served
  std::string public_url;     ///< as people open it; empty: the address that is bound
  std::vector<std::string> allow_origins;
  std::vector<std::string> trusted_proxies;
  net::LogLevel log_level = net::LogLevel::info;
  Create create = Create::open;
  store::Damage damaged = store::Damage::refuse;
  std::string create_token;
};

struct DemoOptions {
  double speed = 1.0;
  std::uint32_t seed = 1;
  std::chrono::milliseconds wait{15'000};  ///< in the lobby, before the speed
};

/// The command cannot be done as it was given: exit status 2. Holds one line that names the option
/// or the file, and what to do.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace turnkeeper::app
