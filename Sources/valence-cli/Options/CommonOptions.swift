/// Options of every command.
struct CommonOptions {
    var overwrites = false
    var isQuiet = false
    var isVerbose = false
    /// Read by the parser before anything else is set.
    var config: String?

    static var group: OptionGroup<CommonOptions> {
        OptionGroup(
            title: "Everywhere",
            options: [
                .flag("force", nil, \.overwrites, help: "overwrite an output that exists"),
                .text(
                    "config", "c", \.config, value: "FILE",
                    help: "take settings from a JSON file whose keys are option names; options given here win"),
                .flag("quiet", "q", \.isQuiet, help: "say nothing but errors"),
                .flag("verbose", "v", \.isVerbose, help: "say more of what was found and chosen"),
            ])
    }
}
