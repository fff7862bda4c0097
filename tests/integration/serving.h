// The program as it serves, and what one needs to talk to it.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "integration/house.h"
#include "integration/program.h"

namespace turnkeeper::test {

/// On a free port.
struct Serving {
  explicit Serving(const std::filesystem::path& data, const std::string& listen = "127.0.0.1:0")
      : program({"serve", "--listen", listen, "--data", data.string(), "--web", "none",
                 "--log-level", "debug"}) {
    REQUIRE(program.says("listening on http://127.0.0.1:"));
    REQUIRE(program.says("\n"));
    const std::string& out = program.out();
    port = static_cast<std::uint16_t>(std::stoi(out.substr(out.find("127.0.0.1:") + 10)));
  }

  client::HttpClient http() const { return client::HttpClient({"127.0.0.1", port}, kPatience); }

  /// Ends in order. REQUIREs it.
  void stop() {
    program.signal(SIGTERM);
    REQUIRE(program.wait() == 0);
  }

  Program program;
  std::uint16_t port = 0;
};

/// One line that says what is wrong.
inline void check_line(const Program& program, const std::string& expected) {
  const std::string& error = program.error();
  CHECK_THAT(error,
             Catch::Matchers::StartsWith("turnkeeper: ") && Catch::Matchers::Contains(expected));
  CHECK(std::count(error.begin(), error.end(), '\n') == 1);
  CHECK(program.out().empty());
}

}  // namespace turnkeeper::test
