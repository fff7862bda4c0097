// The whole server within the test, on a free port and a database of its own.
#pragma once

#include "app/app_thread.h"
#include "app/temporary_folder.h"
#include "integration/host.h"

namespace turnkeeper::test {

class House : public Host {
 public:
  House();
  ~House() override;

  /// The server comes up, on the port that it had before if there was one.
  void open();
  /// The server goes down in order.
  void close();
  /// The server is gone without a word, and without a drain.
  void kill();

  client::HttpClient http() const override;
  const std::filesystem::path& data() const { return data_.path(); }

 private:
  app::TemporaryFolder data_;
  std::uint16_t port_ = 0;
  std::unique_ptr<app::AppThread> app_;
};

}  // namespace turnkeeper::test
