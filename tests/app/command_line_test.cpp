#include "app/command_line.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "app/temporary_folder.h"

using namespace turnkeeper::app;

namespace {

using Arguments = std::vector<std::string>;

Invocation read(const Arguments& arguments, const Environment& environment = {}) {
  return std::get<Invocation>(read_command_line(arguments, environment));
}

Options options_of(const Arguments& arguments, const Environment& environment = {}) {
  return read(arguments, environment).chosen.options;
}

/// The line that a user reads; empty if all is well.
std::string complaint(const Arguments& arguments, const Environment& environment = {}) {
  try {
    read_command_line(arguments, environment);
    return {};
  } catch (const UsageError& error) {
    return error.what();
  }
}

struct ConfigFile {
  TemporaryFolder folder;
  std::string name = folder.path() / "turnkeeper.toml";

  explicit ConfigFile(const std::string& text) { std::ofstream(name) << text; }
};

}  // namespace

TEST_CASE("without options, serve has the defaults of the manual", "[app]") {
  const Invocation invocation = read({"serve"});
  CHECK(invocation.command == Command::serve);
  const Options& options = invocation.chosen.options;
  CHECK(options.listen == "127.0.0.1:8080");
  CHECK(options.create == Create::open);
  CHECK(options.log_level == turnkeeper::net::LogLevel::info);
  CHECK(options.public_url.empty());
  CHECK(options.allow_origins.empty());
}

TEST_CASE("each command is known by its name", "[app]") {
  CHECK(read({"demo"}).command == Command::demo);
  CHECK(read({"backup", "b.db"}).command == Command::backup);
  CHECK(read({"restore", "b.db"}).command == Command::restore);
  CHECK(read({"check"}).command == Command::check);
  CHECK(read({"limits"}).command == Command::limits);
  CHECK(read({"version"}).command == Command::version);
  CHECK(read({"--version"}).command == Command::version);
}

TEST_CASE("options are read with a space and with an equals sign", "[app]") {
  const Options options = options_of({"serve", "--listen", "[::1]:0", "--data=/srv/t",
                                      "--public-url", "https://circles.example.org/", "--log-level",
                                      "debug", "--web", "dist", "--damaged", "serve"});
  CHECK(options.listen == "[::1]:0");
  CHECK(options.data == "/srv/t");
  CHECK(options.web == "dist");
  CHECK(options.public_url == "https://circles.example.org");
  CHECK(options.log_level == turnkeeper::net::LogLevel::debug);
  CHECK(options.damaged == turnkeeper::store::Damage::serve);
}

TEST_CASE("backup and restore take a file, and where the data are as serve does", "[app]") {
  const std::string command = GENERATE(as<std::string>{}, "backup", "restore");
  const Invocation invocation = read({command, "b.db", "--data", "/srv/t"});
  CHECK(invocation.file == "b.db");
  CHECK(invocation.chosen.options.data == "/srv/t");
  CHECK(read({command, "--data=/srv/t", "b.db"}).file == "b.db");
  CHECK(options_of({command, "b"}, {{"TURNKEEPER_DATA", "/srv/t"}}).data == "/srv/t");
  const ConfigFile file("listen = '127.0.0.1:9'\ndata = '/srv/t'\n");
  CHECK(options_of({command, "b", "--config", file.name}).data == "/srv/t");
  CHECK(options_of({"check", "--config", file.name}).data == "/srv/t");
}

TEST_CASE("what is unknown is named as it was written", "[app]") {
  CHECK(complaint({"serve", "--lsiten", "x"}) ==
        "--lsiten: there is no such option or command; see turnkeeper --help");
  CHECK(complaint({"serve", "now"}).starts_with("now: "));
  CHECK(complaint({"server"}).starts_with("server: "));
}

TEST_CASE("a list grows with each occurrence, and takes nothing else along", "[app]") {
  const Options options =
      options_of({"serve", "--allow-origin", "https://a.example", "--allow-origin",
                  "http://b.example:81", "--listen", "[::1]:1"});
  CHECK(options.allow_origins == Arguments{"https://a.example", "http://b.example:81"});
  CHECK(options.listen == "[::1]:1");
}

TEST_CASE("a proxy is known by any spelling of its address", "[app]") {
  const Options options = options_of(
      {"serve", "--trusted-proxy", "::ffff:10.0.0.1", "--trusted-proxy", "0:0:0:0:0:0:0:1"});
  CHECK(options.trusted_proxies == Arguments{"10.0.0.1", "::1"});
}

TEST_CASE(
    "the command line comes before the environment, that before the file, that before the default",
    "[app]") {
  const ConfigFile file("listen = '127.0.0.1:3'\n");
  const Environment with_file{{"TURNKEEPER_CONFIG", file.name}};
  Environment with_both = with_file;
  with_both["TURNKEEPER_LISTEN"] = "127.0.0.1:2";

  CHECK(options_of({"serve"}).listen == "127.0.0.1:8080");
  CHECK(options_of({"serve"}, with_file).listen == "127.0.0.1:3");
  CHECK(options_of({"serve", "--config", file.name}).listen == "127.0.0.1:3");
  CHECK(options_of({"serve"}, with_both).listen == "127.0.0.1:2");
  CHECK(options_of({"serve", "--listen", "127.0.0.1:1"}, with_both).listen == "127.0.0.1:1");
}

TEST_CASE("every setting can come from every source", "[app]") {
  const ConfigFile file(
      "listen = '127.0.0.1:9'\n"
      "data = '/srv/t'\n"
      "allow-origin = ['https://a.example', 'https://b.example']\n"
      "trusted-proxy = '10.0.0.1'\n"
      "create = 'token'\n"
      "create-token = 'sixteen-letters!'\n"
      "speed = 2.5\n"
      "seed = 7\n");
  const Options options = options_of({"serve", "--config", file.name});
  CHECK(options.data == "/srv/t");
  CHECK(options.allow_origins == Arguments{"https://a.example", "https://b.example"});
  CHECK(options.trusted_proxies == Arguments{"10.0.0.1"});
  CHECK(options.create == Create::token);
  CHECK(options.create_token == "sixteen-letters!");

  // One file serves both commands: the demo takes what is its own.
  const Chosen demo = read({"demo", "--config", file.name}).chosen;
  CHECK(demo.demo.speed == 2.5);
  CHECK(demo.demo.seed == 7);
  CHECK(demo.options.listen == "127.0.0.1:9");
  CHECK(demo.options.data.empty());

  const Options from_variables =
      options_of({"serve"}, {{"TURNKEEPER_ALLOW_ORIGIN", "https://a.example,https://b.example"},
                             {"TURNKEEPER_CREATE", "token"},
                             {"TURNKEEPER_CREATE_TOKEN", "sixteen-letters!"}});
  CHECK(from_variables.allow_origins.size() == 2);
  CHECK(from_variables.create_token == "sixteen-letters!");
}

TEST_CASE("an empty variable is as good as none", "[app]") {
  CHECK(options_of({"serve"}, {{"TURNKEEPER_LISTEN", ""}}).listen == "127.0.0.1:8080");
}

TEST_CASE("what cannot be is refused in one line that names the option", "[app]") {
  const auto [arguments, expected] = GENERATE(table<Arguments, std::string>({
      {Arguments{}, "say what to do"},
      {{"dance"}, "dance"},
      {{"serve", "--shiny"}, "--shiny"},
      {{"serve", "extra"}, "extra"},
      {{"serve", "--listen"}, "--listen"},
      {{"serve", "--listen", "nowhere"}, "--listen"},
      {{"serve", "--listen", "127.0.0.1:70000"}, "--listen"},
      {{"serve", "--listen", "127.0.0.1:1", "--listen", "127.0.0.1:2"}, "--listen"},
      {{"serve", "--data", ""}, "--data"},
      {{"serve", "--public-url", "circles.example.org"}, "--public-url"},
      {{"serve", "--public-url", "https://a.example/path"}, "--public-url"},
      {{"serve", "--allow-origin", "*"}, "--allow-origin"},
      {{"serve", "--trusted-proxy", "proxy.example"}, "--trusted-proxy"},
      {{"serve", "--trusted-proxy", "10.0.0"}, "--trusted-proxy"},
      {{"serve", "--log-level", "loud"}, "--log-level"},
      {{"serve", "--create", "nobody"}, "--create"},
      {{"serve", "--damaged", "mend"}, "--damaged"},
      {{"serve", "--create", "token"}, "TURNKEEPER_CREATE_TOKEN"},
      {{"serve", "--create", "token", "--create-token", "short"}, "--create-token"},
      {{"serve", "--create-token", "sixteen-letters!"}, "--create token"},
      {{"serve", "--speed", "2"}, "--speed"},
      {{"demo", "--data", "/tmp"}, "--data"},
      {{"demo", "--speed", "fast"}, "--speed"},
      {{"demo", "--speed", "0"}, "0.1"},
      {{"demo", "--speed", "nan"}, "--speed"},
      {{"demo", "--seed", "1.5"}, "--seed"},
      {{"demo", "--wait", "-1"}, "--wait"},
      {{"limits", "--listen", "127.0.0.1:1"}, "--listen"},
      {{"backup"}, "FILE"},
      {{"backup", ""}, "FILE"},
      {{"restore"}, "FILE"},
      {{"backup", "a.db", "b.db"}, "b.db"},
      {{"backup", "a.db", "--listen", "127.0.0.1:1"}, "--listen"},
      {{"check", "a.db"}, "a.db"},
      {{"serve", "--config", "/no/such/file.toml"}, "/no/such/file.toml"},
      {{"serve", "--config", "/tmp"}, "/tmp"},
  }));
  CAPTURE(arguments);
  const std::string line = complaint(arguments);
  CHECK_THAT(line, Catch::Matchers::Contains(expected));
  CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("a complaint names its option once", "[app]") {
  CHECK(complaint({"serve", "--listen", "nope"}) ==
        "--listen: \"nope\" is not an address and a port, like 127.0.0.1:8080 or [::1]:0");
}

TEST_CASE("a token is never repeated in a complaint", "[app]") {
  CHECK(
      complaint({"serve", "--create", "token", "--create-token", "my secret"}).find("my secret") ==
      std::string::npos);
}

TEST_CASE("a complaint names the variable or the file and its line", "[app]") {
  CHECK_THAT(complaint({"serve"}, {{"TURNKEEPER_LOG_LEVEL", "loud"}}),
             Catch::Matchers::StartsWith("TURNKEEPER_LOG_LEVEL: \"loud\""));

  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"data = '/srv'\nlisen = 'x'\n", ":2: there is no setting \"lisen\""},
      {"\nlisten = [\n", ":2:"},
      {"listen = true\n", ":1: listen takes one text or number"},
      {"listen = ['a', 'b']\n", ":1: listen takes one text or number"},
      {"allow-origin = [1979-05-27]\n", ":1: allow-origin takes a text or a list"},
      {"[server]\nlisten = 'x'\n", ":1: there is no setting \"server\""},
      {"log-level = 'loud'\n", "log-level in "},
  }));
  CAPTURE(text);
  const ConfigFile file(text);
  const std::string line = complaint({"serve", "--config", file.name});
  CHECK_THAT(line, Catch::Matchers::Contains(file.name) && Catch::Matchers::Contains(expected));
  CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("help names every option with its variable", "[app]") {
  const auto help = std::get<Help>(read_command_line({"serve", "--help"}, {}));
  for (const Setting& setting : settings()) {
    if (!setting.serve) continue;
    CHECK_THAT(help.text, Catch::Matchers::Contains("--" + std::string(setting.name)));
    CHECK_THAT(help.text, Catch::Matchers::Contains(setting.variable()));
  }
  const auto commands = std::get<Help>(read_command_line({"--help"}, {}));
  for (const char* command : {"serve", "demo", "backup", "restore", "check", "limits", "version"}) {
    CHECK_THAT(commands.text, Catch::Matchers::Contains(std::string("  ") + command + " "));
  }
}
