# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_landlord_global_optspecs
    string join \n config= provider= o/output= timeout= actor= q/quiet v/verbose log-format= default-provider= installation= audit-enabled= audit-path= local-enabled= local-log-files= local-log-max-bytes= local-root= local-secrets-dir= local-supervisor= h/help V/version
end

function __fish_landlord_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_landlord_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_landlord_using_subcommand
    set -l cmd (__fish_landlord_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c landlord -n "__fish_landlord_needs_command" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_needs_command" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_needs_command" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_needs_command" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_needs_command" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_needs_command" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_needs_command" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_needs_command" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_needs_command" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_needs_command" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_needs_command" -s V -l version -d 'Print version'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "apply" -d 'Bring tenants to what their specs say: create, update or leave them'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "plan" -d 'Show what an apply would change'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "validate" -d 'Check specs without a side effect'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "status" -d 'Show a tenant as its engine holds it now'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "show" -d 'Show a tenant\'s spec as deployed'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "list" -d 'List every tenant of this installation'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "logs" -d 'Show the output of a tenant\'s containers'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "watch" -d 'Show changes as they happen'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "wait" -d 'Wait until a tenant is ready, gone or in a state'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "restart" -d 'Replace a tenant\'s replicas one after the other; secrets are read anew'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "scale" -d 'Set a tenant\'s number of replicas'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "destroy" -d 'Remove everything of tenants, with a receipt'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "orphans" -d 'Show or remove what bears our mark without a complete tenant'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "adopt" -d 'Take over existing, unmarked objects that are exactly as a spec says'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "providers" -d 'Show providers: capabilities, guarantees, health, schema'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "config" -d 'Show the configuration and where each value came from'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "schema" -d 'Print the JSON Schema of specs'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "audit" -d 'Look at and verify the audit trail'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "demo-server" -d 'Serve HTTP on $PORT, for examples and tests'
complete -c landlord -n "__fish_landlord_needs_command" -f -a "generate" -d 'Write the files that the program generates about itself'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -s f -l file -d 'File, folder (its *.yaml, *.yml and *.json) or glob of specs, - for standard input; may be given more than once' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l concurrency -d 'Tenants in work at once' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l wait -d 'When to return' -r -f -a "accepted\t'Once the engine holds the new state; it goes on by itself'
ready\t'Once every replica serves'"
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l keep-going -d 'Go on with the other tenants when one fails'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l dry-run -d 'Show the plan and change nothing'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l force -d 'Replace every replica even where nothing changed; secrets are read anew'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l take-over -d 'Take over an unfinished operation of another spec before its deadline'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -l fast -d 'Compare hashes alone and skip tenants that run what is wanted; blind to drift'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand plan" -s f -l file -d 'File, folder (its *.yaml, *.yml and *.json) or glob of specs, - for standard input; may be given more than once' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l refresh -d 'How to find what differs' -r -f -a "full\t'Read every object: sees drift'
hash\t'Compare hashes: one read'"
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l concurrency -d 'Tenants in work at once' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l detailed-exitcode -d 'Exit with 0 for no changes, 1 for an error, 2 for changes'
complete -c landlord -n "__fish_landlord_using_subcommand plan" -l force -d 'Plan the update that `apply --force` would make'
complete -c landlord -n "__fish_landlord_using_subcommand plan" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand plan" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand validate" -s f -l file -d 'File, folder (its *.yaml, *.yml and *.json) or glob of specs, - for standard input; may be given more than once' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand validate" -l engine -d 'Ask the engine too, without a side effect'
complete -c landlord -n "__fish_landlord_using_subcommand validate" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand validate" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand status" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand status" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand status" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand status" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand status" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand status" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand show" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand show" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand show" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand show" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand show" -l reveal -d 'Print env values and provider_config as they are'
complete -c landlord -n "__fish_landlord_using_subcommand show" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand show" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand list" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand list" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand list" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand list" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand list" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand list" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand logs" -s c -l container -d 'One container alone; its lines come without a prefix' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l replica -d 'One replica alone, by the name that `status` shows' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l tail -d 'Only the last lines of each container, up to this many' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l since -d 'Only lines since then: 10m ago, or 2030-01-31T12:00:00Z' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand logs" -s f -l follow -d 'Go on with lines as they are written, until interrupted'
complete -c landlord -n "__fish_landlord_using_subcommand logs" -s t -l timestamps -d 'Put the time before each line'
complete -c landlord -n "__fish_landlord_using_subcommand logs" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand logs" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand watch" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand watch" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l for -d 'ready, gone, or a state: pending, starting, running, updating, degraded, failed, stopping, stopped' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand wait" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand wait" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand wait" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l wait -d 'When to return' -r -f -a "accepted\t'Once the engine holds the new state; it goes on by itself'
ready\t'Once every replica serves'"
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand restart" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand restart" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand scale" -s r -l replicas -d 'Copies of all containers, 0 to 1000; 0 stops the tenant and keeps it' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l wait -d 'When to return' -r -f -a "accepted\t'Once the engine holds the new state; it goes on by itself'
ready\t'Once every replica serves'"
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand scale" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand scale" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand scale" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l grace -d 'Time between the request to stop and the kill, instead of the spec\'s' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -s y -l yes -d 'Do not ask'
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -l must-exist -d 'Fail where a tenant is not there'
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand destroy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l older-than -d 'Only what is at least this old by the engine\'s clock' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l sweep -d 'Remove them, after completing those that had become healthy'
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -l dry-run -d 'Say what would go, and remove nothing'
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -s y -l yes -d 'Do not ask'
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand orphans" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -s f -l file -d 'File, folder (its *.yaml, *.yml and *.json) or glob of specs, - for standard input; may be given more than once' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand adopt" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand providers" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand providers" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand providers" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -f -a "show" -d 'Print every value in force and where it came from'
complete -c landlord -n "__fish_landlord_using_subcommand config; and not __fish_seen_subcommand_from show schema" -f -a "schema" -d 'Print the JSON Schema of the configuration file'
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand schema" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand schema" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -f -a "verify" -d 'Check that no record was edited, removed or moved'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -f -a "head" -d 'Print the position of the last record'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and not __fish_seen_subcommand_from verify head show" -f -a "show" -d 'Print records of the current file'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l expect-head -d 'A position that `audit head` once printed: without one, a tail that was cut off cleanly goes unnoticed' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l after -d 'The position after which the trail begins, where older files were archived' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from head" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l tenant -d 'Of this tenant alone' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l tail -d 'The last records, up to this many' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand audit; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand completions" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand completions" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand demo-server" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l out -d 'Folder to write into, laid out as the repository is' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l config -d 'Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below $XDG_CONFIG_HOME or ~/.config, if it is there' -r -F
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l provider -d 'Provider that holds the tenant; without it every registered one is asked' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -s o -l output -d 'How results are written' -r -f -a "table\t'For people'
json\t'For programs; streams are JSON Lines'
yaml\t'For programs and people'"
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l timeout -d 'Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local provider, 10m for others' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l actor -d 'On whose behalf, as the audit trail shows it; default $USER@host' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l log-format -d 'How events and errors are written on standard error' -r -f -a "text\t'For people'
json\t'One JSON object per line'"
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l default-provider -d 'Provider of specs that name none. It need not be registered until such a spec comes [env: COMPUTE_DEFAULT_PROVIDER]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l installation -d 'Name of this deployment of landlord: two installations on one engine never touch each other\'s tenants. Must be set for remote engines; `default` where there are none [env: COMPUTE_INSTALLATION]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l audit-enabled -d 'Whether every change is recorded before and after it is made [env: COMPUTE_AUDIT_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l audit-path -d 'File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory [env: COMPUTE_AUDIT_PATH]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l local-enabled -d 'Whether the provider local is registered [env: COMPUTE_LOCAL_ENABLED]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l local-log-files -d 'How many log files of a container are kept, the current one included: 1 to 100, default 3 [env: COMPUTE_LOCAL_LOG_FILES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l local-log-max-bytes -d 'Bytes after which a container\'s log file is rotated: at least 65536, default 10 MiB [env: COMPUTE_LOCAL_LOG_MAX_BYTES]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l local-root -d 'The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else `~/.local/state/landlord` [env: COMPUTE_LOCAL_ROOT]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l local-secrets-dir -d 'The folder that `secrets[].source` names files in. Default: none, and specs with secrets are refused [env: COMPUTE_LOCAL_SECRETS_DIR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -l local-supervisor -d 'What is started as supervisor: `current_exe` (the default; the program must call `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor` [env: COMPUTE_LOCAL_SUPERVISOR]' -r
complete -c landlord -n "__fish_landlord_using_subcommand generate" -s q -l quiet -d 'Say nothing on standard error but errors'
complete -c landlord -n "__fish_landlord_using_subcommand generate" -s v -l verbose -d 'Say more about landlord\'s own doings; twice for all'
complete -c landlord -n "__fish_landlord_using_subcommand generate" -s h -l help -d 'Print help (see more with \'--help\')'
