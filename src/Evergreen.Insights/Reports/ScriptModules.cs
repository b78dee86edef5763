using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Evergreen.Insights.Reports;

/// <summary>
/// Puts ES modules into one script, since a page that is opened from disk may not import any. Each becomes a function that is
/// called once, after those it imports, and returns what it exports; so names of one module stay its own.
/// </summary>
/// <param name="read">Gives a module's text by its file name.</param>
internal sealed partial class ScriptModules(Func<string, string> read)
{
    private readonly StringBuilder _script = new();
    private readonly Dictionary<string, string> _variables = [];

    /// <summary>The script that runs a module and all it imports.</summary>
    public static string Join(string main, Func<string, string> read)
    {
        var modules = new ScriptModules(read);
        modules.VariableOf(main);
        return modules._script.ToString();
    }

    private string VariableOf(string module)
    {
        if (_variables.TryGetValue(module, out var known))
        {
            return known.Length > 0 ? known : throw new InvalidOperationException($"{module} imports itself by way of another");
        }

        _variables[module] = "";
        var body = Import().Replace(read(module), import => import.Groups["all"].Success
            ? $"const {import.Groups["all"].Value} = {VariableOf(import.Groups["file"].Value)};"
            : $"const {{{import.Groups["names"].Value.Replace(" as ", ": ", StringComparison.Ordinal)}}} = {VariableOf(import.Groups["file"].Value)};");
        var exports = string.Join(", ", Export().Matches(body).Select(export => export.Groups["name"].Value));
        var variable = string.Create(CultureInfo.InvariantCulture, $"module{_variables.Count(v => v.Value.Length > 0)}");
        _variables[module] = variable;
        _script.Append(CultureInfo.InvariantCulture, $"const {variable} = (() => {{\n{Export().Replace(body, "${declared} ${name}")}return {{ {exports} }};\n}})();\n");
        return variable;
    }

    [GeneratedRegex(@"^import (?:\* as (?<all>\w+)|\{(?<names>[^}]+)\}) from '\./(?<file>[\w-]+\.js)';$", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^export (?<declared>const|function|async function) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Export();
}
