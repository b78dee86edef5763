using System.Data;
using System.Globalization;
using Dapper;

namespace Evergreen.Tools.Storage;

/// <summary>
/// How columns become values where the databases differ: SQLite keeps times as text and whole amounts as integers, PostgreSQL has
/// types for both. Dapper holds such handlers per process, so they are registered once.
/// </summary>
internal static class ColumnTypes
{
    static ColumnTypes()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Instants());
        SqlMapper.AddTypeHandler(new Amounts());
    }

    /// <summary>Runs the constructor above; calling it again does nothing.</summary>
    public static void Register()
    {
    }

    private sealed class Instants : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
            _ => DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
    }

    private sealed class Amounts : SqlMapper.TypeHandler<decimal>
    {
        public override void SetValue(IDbDataParameter parameter, decimal value) => parameter.Value = value;

        public override decimal Parse(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
    }
}
