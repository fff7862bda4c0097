#include "integration/house.h"

#include <catch2/catch.hpp>
#include <thread>

namespace turnkeeper::test {

House::House() { open(); }
House::~House() = default;

void House::open() {
  app::Options options;
  options.listen = "127.0.0.1:" + std::to_string(port_);
  options.data = data_.path();
  app_ = std::make_unique<app::AppThread>(options, [](net::LogLevel, std::string_view) {});
  port_ = app_->port();
}

void House::close() {
  // Elsewhere, because those who are connected answer the goodbye from this thread.
  bool down = false;
  std::thread drain([&] {
    app_->drain();
    loop.post([&down] { down = true; });
  });
  const bool in_time = until([&] { return down; });
  drain.join();
  CHECK(in_time);
  app_.reset();
}

void House::kill() { app_.reset(); }

client::HttpClient House::http() const {
  return client::HttpClient({"127.0.0.1", port_}, kPatience);
}

}  // namespace turnkeeper::test
