#include "integration/serving.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>

namespace turnkeeper::test {

Serving::Serving(const std::filesystem::path& data,
                 const std::map<std::string, std::string>& variables)
    : program({"serve", "--listen", "127.0.0.1:0", "--data", data.string(), "--web", "none",
               "--log-level", "debug"},
              variables) {
  INFO(program.error());
  const auto where = program.listens();
  REQUIRE(where);
  port = *where;
}

client::HttpClient Serving::http() const {
  return client::HttpClient({"127.0.0.1", port}, kPatience);
}

void Serving::stop() {
  program.signal(SIGTERM);
  REQUIRE(program.wait() == 0);
}

void check_line(const Program& program, const std::string& expected) {
  using Catch::Matchers::Contains;
  const std::string& error = program.error();
  CHECK_THAT(error, Catch::Matchers::StartsWith("turnkeeper: ") && Contains(expected));
  CHECK(std::count(error.begin(), error.end(), '\n') == 1);
  CHECK(program.out().empty());
}

void check_refusal(Program& program, const std::string& expected) {
  CHECK(program.wait() == 1);
  check_line(program, expected);
}

}  // namespace turnkeeper::test
