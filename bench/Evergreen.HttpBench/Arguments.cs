using System.Globalization;

namespace Evergreen.HttpBench;

internal static class Arguments
{
    public static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0
        ? number
        : throw new ArgumentException($"\"{text}\" is not a number");
}
